package dev.plumb.engine.onednn;

import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.Slot;
import dev.plumb.ops.op.Pooling;
import dev.plumb.ops.op.Window;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Brings NaN back into the result of a maximum pooling: to oneDNN no number is less than NaN, so it never wins. All it does while there is
 * none is to look at the sum of each image's channel, which is NaN if one of its cells is.
 */
final class PoolingGuard implements Kernel {

    private final Label label;
    private final List<Slot> slots;
    private final FloatBuffer sums;
    private final FloatBuffer source;
    private final FloatBuffer target;
    private final int images;
    private final int channels;
    private final int[] sourceSizes;
    private final int[] targetSizes;
    private final int[] windowSizes;
    private final Window window;

    /**
     * For one pooling.
     *
     * @param sums of the source over its spatial axes
     */
    PoolingGuard(Pooling op, Slot sums, Slot source, Slot target) {
        this.label = Label.of("keep NaN", target.type());
        this.slots = List.of(sums, source, target);
        this.sums = sums.borrowFloats();
        this.source = source.borrowFloats();
        this.target = target.borrowFloats();
        this.images = source.type().size(0);
        this.channels = source.type().size(-1);
        this.sourceSizes = spatial(source);
        this.targetSizes = spatial(target);
        this.windowSizes = op.size().stream().mapToInt(Integer::intValue).toArray();
        this.window = op.window();
    }

    private static int[] spatial(Slot slot) {
        List<Integer> shape = slot.type().shape();
        return shape.subList(1, shape.size() - 1).stream()
                .mapToInt(Integer::intValue)
                .toArray();
    }

    @Override
    public void run() {
        try {
            for (int image = 0; image < images; image++) {
                for (int channel = 0; channel < channels; channel++) {
                    if (Float.isNaN(sums.get(image * channels + channel))) {
                        mark(image, channel);
                    }
                }
            }
        } finally {
            Reference.reachabilityFence(slots);
        }
    }

    /** Makes the windows of all cells that are NaN so; there may be none, if the sum was one of infinities. */
    private void mark(int image, int channel) {
        int cells = product(sourceSizes);
        int[] position = new int[sourceSizes.length];
        for (int cell = 0; cell < cells; cell++) {
            if (Float.isNaN(source.get((image * cells + cell) * channels + channel))) {
                int rest = cell;
                for (int axis = position.length - 1; axis >= 0; axis--) {
                    position[axis] = rest % sourceSizes[axis];
                    rest /= sourceSizes[axis];
                }
                mark(image, channel, position, 0, 0);
            }
        }
    }

    /** Makes the windows over a position NaN, of which the indices along the first axes are chosen. */
    private void mark(int image, int channel, int[] position, int axis, int cell) {
        if (axis == position.length) {
            target.put((image * product(targetSizes) + cell) * channels + channel, Float.NaN);
            return;
        }
        int stride = window.strides().get(axis);
        int padded = position[axis] + window.padBefore().get(axis);
        int first = Math.max(0, Math.floorDiv(padded - windowSizes[axis], stride) + 1);
        int last = Math.min(targetSizes[axis] - 1, padded / stride);
        for (int index = first; index <= last; index++) {
            mark(image, channel, position, axis + 1, cell * targetSizes[axis] + index);
        }
    }

    private static int product(int[] sizes) {
        return Arrays.stream(sizes).reduce(1, (left, right) -> left * right);
    }

    @Override
    public String label() {
        return label.toString();
    }

    @Override
    public String implementation() {
        return "java";
    }
}
