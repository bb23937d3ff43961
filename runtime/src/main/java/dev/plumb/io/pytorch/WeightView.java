package dev.plumb.io.pytorch;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A weight looked at with its axes in another order, split, merged or cut. No element is moved: a view only says in which order they are met, so it serves
 * both for reading and for writing.
 *
 * @param weight the name of the weight
 * @param offset the index of the first element
 * @param axes outermost first
 */
record WeightView(String weight, int offset, List<Axis> axes) {
    WeightView {
        axes = List.copyOf(axes);
    }

    /** One axis: a loop, or several inside of each other. */
    private record Axis(List<Loop> loops) {
        int size() {
            return loops.stream().mapToInt(Loop::count).reduce(1, Math::multiplyExact);
        }
    }

    /** So many elements that lie so far from each other. */
    private record Loop(int count, int stride) {}

    /** A whole weight, row-major as it lies. */
    static WeightView of(String weight, long... shape) {
        List<Axis> axes = new ArrayList<>();
        int stride = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            axes.add(0, new Axis(List.of(new Loop((int) shape[axis], stride))));
            stride *= (int) Math.max(1, shape[axis]);
        }
        return new WeightView(weight, 0, axes);
    }

    int rank() {
        return axes.size();
    }

    int size(int axis) {
        return axes.get(axis).size();
    }

    List<Long> shape() {
        return axes.stream().map(axis -> (long) axis.size()).toList();
    }

    /** The axes in another order. */
    WeightView order(int... order) {
        return new WeightView(
                weight, offset, Arrays.stream(order).mapToObj(axes::get).toList());
    }

    /** The axes behind the first ones, of which there are {@code spatial}, in reverse before these: (height, width, in, out) as (out, in, height, width). */
    WeightView channelsFirst(int spatial) {
        List<Axis> ordered = new ArrayList<>();
        for (int axis = rank() - 1; axis >= spatial; axis--) {
            ordered.add(axes.get(axis));
        }
        ordered.addAll(axes.subList(0, spatial));
        return new WeightView(weight, offset, ordered);
    }

    /** Neighbouring axes as one. */
    WeightView merge(int from, int to) {
        List<Loop> loops = new ArrayList<>();
        axes.subList(from, to + 1).forEach(axis -> loops.addAll(axis.loops()));
        List<Axis> merged = new ArrayList<>(axes.subList(0, from));
        merged.add(new Axis(loops));
        merged.addAll(axes.subList(to + 1, rank()));
        return new WeightView(weight, offset, merged);
    }

    /** One more axis, of size 1, at the end. */
    WeightView unit() {
        List<Axis> more = new ArrayList<>(axes);
        more.add(new Axis(List.of(new Loop(1, 1))));
        return new WeightView(weight, offset, more);
    }

    /** One index of an axis, which is gone then. */
    WeightView at(int axis, int index) {
        List<Axis> rest = new ArrayList<>(axes);
        return new WeightView(
                weight, offset + index * rest.remove(axis).loops().get(0).stride(), rest);
    }

    /** One of so many equal parts of the last axis, such as a gate. */
    WeightView part(int index, int parts) {
        Loop whole = axes.get(rank() - 1).loops().get(0);
        int count = whole.count() / parts;
        List<Axis> cut = new ArrayList<>(axes.subList(0, rank() - 1));
        cut.add(new Axis(List.of(new Loop(count, whole.stride()))));
        return new WeightView(weight, offset + index * count * whole.stride(), cut);
    }

    /**
     * An axis of features that are the elements of an image, channels last, met as if channels came first.
     *
     * @param image its sizes; one size says that the features are no image
     */
    WeightView imageFeatures(int axis, List<Long> image) {
        if (image.size() < 2) {
            return this;
        }
        List<Loop> loops = new ArrayList<>();
        int stride = axes.get(axis).loops().get(0).stride();
        for (int i = image.size() - 1; i >= 0; i--) {
            loops.add(0, new Loop(Math.toIntExact(image.get(i)), stride));
            stride *= Math.toIntExact(image.get(i));
        }
        loops.add(0, loops.remove(loops.size() - 1));
        List<Axis> changed = new ArrayList<>(axes);
        changed.set(axis, new Axis(loops));
        return new WeightView(weight, offset, changed);
    }

    /** What is done with an element: its index in the weight, and its number in the order of the view. */
    @FunctionalInterface
    private interface Element {
        void meet(int index, int number);
    }

    /** Puts numbers, in the order of the view, to their places in the weight. */
    void scatter(FloatBuffer numbers, int from, FloatBuffer into, boolean added) {
        int base = into.position();
        each((index, number) -> {
            float value = numbers.get(from + number);
            into.put(base + index, added ? into.get(base + index) + value : value);
        });
    }

    /** Takes the numbers of the weight in the order of the view. */
    void gather(FloatBuffer weights, FloatBuffer into, int to) {
        each((index, number) -> into.put(to + number, weights.get(index)));
    }

    /** The number of elements. */
    int count() {
        return axes.stream().mapToInt(Axis::size).reduce(1, Math::multiplyExact);
    }

    private void each(Element element) {
        List<Loop> loops = axes.stream().flatMap(axis -> axis.loops().stream()).toList();
        int[] counts = loops.stream().mapToInt(Loop::count).toArray();
        int[] strides = loops.stream().mapToInt(Loop::stride).toArray();
        int[] at = new int[counts.length];
        int index = offset;
        int count = count();
        for (int number = 0; number < count; number++) {
            element.meet(index, number);
            for (int loop = counts.length - 1; loop >= 0; loop--) {
                index += strides[loop];
                if (++at[loop] < counts[loop]) {
                    break;
                }
                index -= strides[loop] * counts[loop];
                at[loop] = 0;
            }
        }
    }
}
