package dev.plumb.ops.op;

import dev.plumb.dsl.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Element type and concrete shape (batch included) of a dense row-major array. The empty shape is a scalar.
 *
 * @param dtype the element type
 * @param shape the size of each axis, each at least 1
 * @param width how its float32 numbers are kept; those of other element types are kept in full
 */
public record ArrayType(DType dtype, List<Integer> shape, NumberWidth width) {
    /** Throws {@link IllegalArgumentException} if an axis is smaller than 1 or {@link ArrayTooLargeException} if the array has more than 2^31-1 elements. */
    public ArrayType {
        if (width != NumberWidth.FULL && dtype != DType.FLOAT32) {
            throw new IllegalArgumentException("only float32 is kept as " + width.label() + ", not " + dtype.label());
        }
        shape = List.copyOf(shape);
        long elements = 1;
        for (int size : shape) {
            if (size < 1) {
                throw new IllegalArgumentException("each axis needs a size of at least 1, got shape " + shape);
            }
            elements *= size;
            if (elements > Integer.MAX_VALUE) {
                throw new ArrayTooLargeException("an array of shape " + shape + " has more than 2^31-1 elements");
            }
        }
    }

    /** An array of whole numbers of its element type. */
    public ArrayType(DType dtype, List<Integer> shape) {
        this(dtype, shape, NumberWidth.FULL);
    }

    /** A {@code float32} array of the given shape. */
    public static ArrayType float32(Integer... shape) {
        return new ArrayType(DType.FLOAT32, List.of(shape));
    }

    /** An {@code int32} array of the given shape. */
    public static ArrayType int32(Integer... shape) {
        return new ArrayType(DType.INT32, List.of(shape));
    }

    /** Number of axes. */
    public int rank() {
        return shape.size();
    }

    /** Size of one axis; negative axes count from the end. */
    public int size(int axis) {
        return shape.get(axis(axis));
    }

    /**
     * The axis as a number from 0 to rank-1; negative axes count from the end.
     *
     * @throws IllegalArgumentException if there is no such axis
     */
    public int axis(int axis) {
        if (axis < -rank() || axis >= rank()) {
            throw new IllegalArgumentException("axis " + axis + " does not exist in " + this);
        }
        return axis < 0 ? axis + rank() : axis;
    }

    /** Number of elements. */
    public int elements() {
        return product(0, rank());
    }

    /** Product of the sizes of the axes {@code from} (inclusive) to {@code to} (exclusive). */
    public int product(int from, int to) {
        int product = 1;
        for (int axis = from; axis < to; axis++) {
            product *= shape.get(axis);
        }
        return product;
    }

    /** Throws {@link IllegalArgumentException} unless so many numbers of an element type make an array of this type. */
    public void require(DType given, int numbers) {
        if (dtype != given || elements() != numbers) {
            throw new IllegalArgumentException(this + " has " + elements() + " numbers of " + dtype.label() + ": found "
                    + numbers + " of " + given.label());
        }
    }

    /** Size in bytes. */
    public long bytes() {
        return (long) elements() * elementBytes();
    }

    /** Size of one element in bytes. */
    public int elementBytes() {
        return narrow() ? width.bytes() : dtype.bytes();
    }

    /** Whether its float32 numbers are kept in fewer bits. */
    public boolean narrow() {
        return width != NumberWidth.FULL;
    }

    /** The same numbers kept otherwise. */
    public ArrayType withWidth(NumberWidth other) {
        return new ArrayType(dtype, shape, other);
    }

    /** The same element type with another shape. */
    public ArrayType withShape(List<Integer> newShape) {
        return new ArrayType(dtype, newShape, width);
    }

    /** The same shape with one axis resized. */
    public ArrayType withSize(int axis, int size) {
        List<Integer> sizes = new ArrayList<>(shape);
        sizes.set(axis(axis), size);
        return new ArrayType(dtype, sizes, width);
    }

    /** Written out for the sake of a quick start: docs/architecture.md. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ArrayType type
                && dtype == type.dtype
                && width == type.width
                && shape.equals(type.shape);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * dtype.hashCode() + shape.hashCode()) + width.hashCode();
    }

    /** Such as {@code float32[32,10]}. */
    @Override
    public String toString() {
        return (narrow() ? width.label() : dtype.label())
                + shape.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }
}
