package dev.plumb.onnx.read;

import dev.plumb.dsl.Padding;
import dev.plumb.graph.shape.Dim;
import dev.plumb.onnx.file.OnnxNode;
import dev.plumb.onnx.file.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The window of a convolution or pooling.
 *
 * @param sizes how many cells of each axis it covers
 * @param before cells put before each axis
 * @param after cells put behind; for poolings that round up also those that the last window reaches
 * @param isSame whether ONNX shall find the cells itself, the odd one behind
 */
record Windows(
        List<Integer> sizes,
        List<Integer> strides,
        List<Integer> dilations,
        List<Integer> before,
        List<Integer> after,
        boolean isSame) {
    /** Reads the attributes of a node over an input [examples, channels, axes…]. */
    static Windows of(OnnxNode node, Tensor x, List<Integer> sizes) throws Unreadable {
        int axes = sizes.size();
        List<Integer> strides = each(node, "strides", axes);
        List<Integer> dilations = each(node, "dilations", axes);
        String padding = node.text("auto_pad", "NOTSET");
        List<Integer> pads = integers(node, "pads");
        if (!pads.isEmpty() && pads.size() != 2 * axes) {
            throw new Unreadable("its attribute pads has " + pads.size() + " numbers, expected " + 2 * axes);
        }
        List<Integer> none = IntStream.range(0, axes).mapToObj(axis -> 0).toList();
        List<Integer> before = pads.isEmpty() ? none : pads.subList(0, axes);
        List<Integer> after = pads.isEmpty() ? none : pads.subList(axes, 2 * axes);
        return switch (padding) {
            case "NOTSET", "" -> new Windows(sizes, strides, dilations, before, after, false);
            case "VALID" -> new Windows(sizes, strides, dilations, none, none, false);
            case "SAME_UPPER" -> new Windows(sizes, strides, dilations, none, none, true);
            case "SAME_LOWER" -> lower(new Windows(sizes, strides, dilations, none, none, true), x);
            default -> throw new Unreadable("its attribute auto_pad is '" + padding + "'");
        };
    }

    /** Where the odd cell comes before: as numbers, unless there are no odd cells. */
    private static Windows lower(Windows same, Tensor x) throws Unreadable {
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        for (int axis = 0; axis < same.axes(); axis++) {
            if (!x.size(axis + 2).isKnown()) {
                throw new Unreadable("its attribute auto_pad is 'SAME_LOWER' for a size that is not known");
            }
            int total = same.sameTotal(axis, x.size(axis + 2).size());
            before.add(total - total / 2);
            after.add(total / 2);
        }
        return new Windows(same.sizes, same.strides, same.dilations, before, after, false);
    }

    static List<Integer> each(OnnxNode node, String attribute, int axes) throws Unreadable {
        List<Integer> values = integers(node, attribute);
        if (values.isEmpty()) {
            return IntStream.range(0, axes).mapToObj(axis -> 1).toList();
        }
        if (values.size() != axes || values.stream().anyMatch(value -> value < 1)) {
            throw new Unreadable(
                    "its attribute " + attribute + " is " + values + ", expected " + axes + " numbers of at least 1");
        }
        return values;
    }

    static List<Integer> integers(OnnxNode node, String attribute) throws Unreadable {
        List<Integer> values = new ArrayList<>();
        for (long value : node.wholes(attribute)) {
            if (value != (int) value) {
                throw new Unreadable("its attribute " + attribute + " has the number " + value);
            }
            values.add((int) value);
        }
        return values;
    }

    int axes() {
        return sizes.size();
    }

    /** How many cells a window covers from its first to its last. */
    int reach(int axis) {
        return Math.addExact(Math.multiplyExact(sizes.get(axis) - 1, dilations.get(axis)), 1);
    }

    /** What {@link Padding#SAME} adds to an axis of this size. */
    private int sameTotal(int axis, long size) {
        long stride = strides.get(axis);
        long windows = (size + stride - 1) / stride;
        return (int) Math.max((windows - 1) * stride + reach(axis) - size, 0);
    }

    /** With the cells that a pooling needs behind if it rounds up, for these sizes. */
    Windows roundedUp(Tensor x) throws Unreadable {
        List<Integer> behind = new ArrayList<>();
        for (int axis = 0; axis < axes(); axis++) {
            Dim size = x.size(axis + 2);
            int stride = strides.get(axis);
            if (stride == 1) {
                behind.add(after.get(axis));
                continue;
            }
            if (!size.isKnown()) {
                throw new Unreadable("its attribute ceil_mode is set for a size that is not known");
            }
            long padded = size.size() + before.get(axis) + after.get(axis);
            long windows = (padded - reach(axis) + stride - 1) / stride + 1;
            if ((windows - 1) * stride >= size.size() + before.get(axis)) {
                windows--; // no window lies behind the input altogether
            }
            long lacking = (windows - 1) * stride + reach(axis) - padded;
            behind.add((int) (after.get(axis) + Math.max(lacking, 0)));
        }
        return new Windows(sizes, strides, dilations, before, behind, isSame);
    }

    /** The padding that a layer here has a word for, if it is that for these sizes. */
    Optional<Padding> padding(Tensor x) {
        if (isSame || IntStream.range(0, axes()).allMatch(axis -> isSame(axis, x.size(axis + 2)))) {
            boolean isNone = !isSame && isValid();
            return Optional.of(isNone ? Padding.VALID : Padding.SAME);
        }
        return isValid() ? Optional.of(Padding.VALID) : Optional.empty();
    }

    boolean isValid() {
        return !isSame && IntStream.range(0, axes()).allMatch(axis -> before.get(axis) == 0 && after.get(axis) == 0);
    }

    private boolean isSame(int axis, Dim size) {
        if (strides.get(axis) == 1) {
            int total = reach(axis) - 1;
            return before.get(axis) == total / 2 && after.get(axis) == total - total / 2;
        }
        if (!size.isKnown()) {
            return false;
        }
        int total = sameTotal(axis, size.size());
        return before.get(axis) == total / 2 && usedAfter(axis, size.size()) == total - total / 2;
    }

    /** The cells behind that some window reaches. */
    private long usedAfter(int axis, long size) {
        long stride = strides.get(axis);
        long windows = Math.floorDiv(size + before.get(axis) + after.get(axis) - reach(axis), stride) + 1;
        return Math.max((windows - 1) * stride + reach(axis) - size - before.get(axis), 0);
    }

    /** Whether the window is odd and the cells put around are those that keep the size at stride 1. */
    boolean isCentred() {
        return !isSame
                && IntStream.range(0, axes())
                        .allMatch(axis -> reach(axis) % 2 == 1
                                && before.get(axis) == reach(axis) / 2
                                && after.get(axis) == reach(axis) / 2);
    }

    static int[] ints(List<Integer> values) {
        return values.stream().distinct().count() == 1
                ? new int[] {values.get(0)}
                : values.stream().mapToInt(value -> value).toArray();
    }
}
