package dev.plumb.runtime;

import dev.plumb.array.ArrayShapes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What makes an array fit whose axes are not as expected. The numbers are all there, so the question is their order: where axes are
 * exchanged only {@code permute} keeps examples whole, where axes are split or joined {@code reshape} does.
 */
final class LayoutAdvice {
    /** In an expected shape: a size that is not known. */
    static final long ANY = -1;

    private final long[] expected;
    private final long[] found;

    /** Each axis that is expected, with the batch axis, is this axis of what was found. */
    private record AxisOrder(List<Integer> axes) {
        long[] of(long[] shape) {
            return axes.stream().mapToLong(axis -> shape[axis]).toArray();
        }

        @Override
        public String toString() {
            return axes.stream().map(axis -> Integer.toString(axis)).collect(Collectors.joining(", ", "permute(", ")"));
        }
    }

    private LayoutAdvice(long[] expected, long[] found) {
        this.expected = expected;
        this.found = found;
    }

    /**
     * The advice, or nothing if there is none.
     *
     * @param expected the sizes of one example, {@link #ANY} where any will do
     * @param found the shape of the array
     */
    static String of(long[] expected, long[] found) {
        return new LayoutAdvice(expected, found).text();
    }

    private String text() {
        if (found.length == expected.length + 1) {
            String order = order(found, "");
            return order.isEmpty() ? regrouped() : order;
        }
        if (found.length == expected.length) {
            if (fits(expected, found)) {
                return "one example: reshape to " + ArrayShapes.text(withBatch(1, found));
            }
            String order = order(
                    withBatch(1, found), "one example: reshape to " + ArrayShapes.text(withBatch(1, found)) + "; ");
            if (!order.isEmpty()) {
                return order;
            }
        }
        return regrouped();
    }

    /** The layouts that other libraries use, then any order that is the only one that fits. */
    private String order(long[] shape, String before) {
        int rank = expected.length;
        AxisOrder channelsLast = moved(1, rank);
        if (rank >= 2 && fitsIn(channelsLast, shape)) {
            String reason = rank == 2 ? "the axes are in another order" : "the channels are in front";
            return before + reason + ": " + channelsLast;
        }
        List<AxisOrder> fitting = new ArrayList<>();
        collect(shape, List.of(0), fitting);
        if (fitting.size() == 1) {
            return before + "the axes are in another order: " + fitting.get(0);
        }
        if (!fitting.isEmpty()) {
            return before + "the axes are in another order, which permute(…) changes";
        }
        boolean known = Arrays.stream(expected).noneMatch(size -> size == ANY);
        if (known && rank >= 1 && before.isEmpty()) {
            for (int batchAxis : new int[] {1, rank}) {
                AxisOrder order = moved(batchAxis, 0);
                if (fitsIn(order, shape)) {
                    return "the examples are axis " + batchAxis + ": " + order;
                }
            }
        }
        return "";
    }

    /** Axis {@code from} moves to {@code to}, the others keep their order. */
    private AxisOrder moved(int from, int to) {
        List<Integer> axes = new ArrayList<>();
        for (int axis = 0; axis <= expected.length; axis++) {
            axes.add(axis);
        }
        axes.add(to, axes.remove(from));
        return new AxisOrder(axes);
    }

    /** All orders behind the batch axis that fit. */
    private void collect(long[] shape, List<Integer> chosen, List<AxisOrder> fitting) {
        if (chosen.size() == shape.length) {
            fitting.add(new AxisOrder(chosen));
            return;
        }
        for (int axis = 1; axis < shape.length; axis++) {
            if (!chosen.contains(axis) && fits(expected[chosen.size() - 1], shape[axis])) {
                List<Integer> longer = new ArrayList<>(chosen);
                longer.add(axis);
                collect(shape, longer, fitting);
            }
        }
    }

    private boolean fitsIn(AxisOrder order, long[] shape) {
        long[] sizes = order.of(shape);
        return fits(expected, Arrays.copyOfRange(sizes, 1, sizes.length));
    }

    private static boolean fits(long[] wanted, long[] sizes) {
        for (int i = 0; i < wanted.length; i++) {
            if (!fits(wanted[i], sizes[i])) {
                return false;
            }
        }
        return wanted.length == sizes.length;
    }

    private static boolean fits(long wanted, long size) {
        return wanted == ANY || wanted == size;
    }

    /** Axes that are split or joined: the order of the numbers stays. */
    private String regrouped() {
        if (Arrays.stream(expected).anyMatch(size -> size == ANY)) {
            return "";
        }
        if (isRegrouping(found)) {
            return "one example: " + reshape(1);
        }
        boolean batched = found.length > 1 && isRegrouping(Arrays.copyOfRange(found, 1, found.length));
        return batched ? reshape(found[0]) : "";
    }

    private String reshape(long batch) {
        String text = "reshape to " + ArrayShapes.text(withBatch(batch, expected));
        int rank = expected.length;
        boolean flat = Arrays.stream(found)
                        .skip(batch == found[0] ? 1 : 0)
                        .filter(size -> size != 1)
                        .count()
                == 1;
        if (!flat || rank < 3 || expected[rank - 1] == 1) {
            return text;
        }
        // Flat images do not say which layout they have: CIFAR-10 comes with all red numbers first.
        long[] channelsFirst = withBatch(batch, expected);
        channelsFirst[1] = expected[rank - 1];
        System.arraycopy(expected, 0, channelsFirst, 2, rank - 1);
        return text + "; if all numbers of a channel come together, reshape to " + ArrayShapes.text(channelsFirst)
                + " and then " + moved(1, rank);
    }

    /** Whether each axis of one shape is some neighbouring axes of the other, or the reverse. */
    private boolean isRegrouping(long[] sizes) {
        long[] a = Arrays.stream(sizes).filter(size -> size != 1).toArray();
        long[] b = Arrays.stream(expected).filter(size -> size != 1).toArray();
        int i = 0;
        int j = 0;
        while (i < a.length && j < b.length) {
            int fromA = i;
            int fromB = j;
            long productA = a[i++];
            long productB = b[j++];
            while (productA != productB) {
                if (productA < productB && i < a.length) {
                    productA *= a[i++];
                } else if (productB < productA && j < b.length) {
                    productB *= b[j++];
                } else {
                    return false;
                }
            }
            if (i - fromA > 1 && j - fromB > 1) {
                return false;
            }
        }
        return i == a.length && j == b.length;
    }

    private static long[] withBatch(long batch, long[] example) {
        long[] sizes = new long[example.length + 1];
        sizes[0] = batch;
        System.arraycopy(example, 0, sizes, 1, example.length);
        return sizes;
    }
}
