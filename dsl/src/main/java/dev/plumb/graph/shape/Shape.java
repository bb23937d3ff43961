package dev.plumb.graph.shape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The sizes of a tensor's axes, channels last, without the batch axis. Printed as {@code (28, 28, 1)}. */
public record Shape(List<Dim> dims) {

    public Shape {
        dims = List.copyOf(dims);
    }

    /** A shape whose sizes are all known. */
    public static Shape of(long... sizes) {
        List<Dim> dims = new ArrayList<>(sizes.length);
        for (long size : sizes) {
            dims.add(Dim.of(size));
        }
        return new Shape(dims);
    }

    /** A shape from texts, one an axis: {@code Shape.parse("time", "50")}. Digits are a size, anything else a name. */
    public static Shape parse(String... axes) {
        return new Shape(Arrays.stream(axes).map(Dim::parse).toList());
    }

    public int rank() {
        return dims.size();
    }

    /** The size of an axis; negative axes count from the end. */
    public Dim dim(int axis) {
        return dims.get(axis < 0 ? axis + rank() : axis);
    }

    /** The last axis: features or channels. */
    public Dim last() {
        return dim(-1);
    }

    /** This shape with numbers for some of its names. */
    public Shape bind(Map<String, Long> sizes) {
        return new Shape(dims.stream().map(dim -> dim.bind(sizes)).toList());
    }

    public boolean isKnown() {
        for (Dim dim : dims) {
            if (!dim.isKnown()) {
                return false;
            }
        }
        return true;
    }

    /** The names that its sizes depend on, sorted. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (Dim dim : dims) {
            names.addAll(dim.names());
        }
        return names;
    }

    /** The number of elements of one example. */
    public Dim elements() {
        Dim product = Dim.of(1);
        for (Dim dim : dims) {
            product = product.times(dim);
        }
        return product;
    }

    /** The same shape with another size on one axis; negative axes count from the end. */
    public Shape with(int axis, Dim size) {
        List<Dim> changed = new ArrayList<>(dims);
        changed.set(axis < 0 ? axis + rank() : axis, size);
        return new Shape(changed);
    }

    /**
     * The sizes as numbers.
     *
     * @throws IllegalStateException if one is symbolic
     */
    public long[] sizes() {
        long[] sizes = new long[dims.size()];
        for (int axis = 0; axis < sizes.length; axis++) {
            sizes[axis] = dims.get(axis).size();
        }
        return sizes;
    }

    @Override
    public String toString() {
        return dims.stream().map(Dim::toString).collect(Collectors.joining(", ", "(", ")"));
    }
}
