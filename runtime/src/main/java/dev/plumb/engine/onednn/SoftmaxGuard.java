package dev.plumb.engine.onednn;

import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.Slot;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;

/**
 * Makes all shares of a row NaN where one is: oneDNN keeps NaN in its own place, and has 0 beside it. So a row with a share above 0 has none, and all that is done
 * while there is none is to look for such a share, which is seldom far.
 */
final class SoftmaxGuard implements Kernel {

    private final Label label;
    private final Slot slot;
    private final FloatBuffer shares;
    private final int count;
    private final int stride;

    /**
     * For one softmax.
     *
     * @param axis of the shares of a row
     */
    SoftmaxGuard(int axis, Slot shares) {
        this.label = Label.of("keep NaN", shares.type());
        this.slot = shares;
        this.shares = shares.borrowFloats();
        this.count = shares.type().size(axis);
        this.stride = shares.type().product(axis + 1, shares.type().rank());
    }

    @Override
    public void run() {
        try {
            for (int outer = 0; outer < shares.capacity(); outer += count * stride) {
                for (int first = outer; first < outer + stride; first++) {
                    guard(first);
                }
            }
        } finally {
            Reference.reachabilityFence(slot);
        }
    }

    private void guard(int first) {
        int end = first + count * stride;
        for (int index = first; index < end; index += stride) {
            float share = shares.get(index);
            if (share > 0) {
                return;
            } else if (Float.isNaN(share)) {
                spread(first, end);
                return;
            }
        }
    }

    private void spread(int first, int end) {
        for (int index = first; index < end; index += stride) {
            shares.put(index, Float.NaN);
        }
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
