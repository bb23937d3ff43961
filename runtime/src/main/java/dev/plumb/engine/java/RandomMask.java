package dev.plumb.engine.java;

import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.DropoutMask;
import java.nio.IntBuffer;

/** Dropout masks from a hash of seed, stream and index. */
final class RandomMask {

    private RandomMask() {}

    static Kernel kernel(DropoutMask op, Work work) {
        IntBuffer seed = work.input(0).borrowInts();
        IntBuffer to = work.output(0).borrowInts();
        int elements = work.output(0).type().elements();
        int threshold = Math.round(op.rate() * (1 << 24));
        int kept = Float.floatToRawIntBits(1 / (1 - op.rate()));
        int stream = RandomBits.stream(op.stream());
        int[] block = new int[Math.min(elements, JavaKernels.BLOCK)];
        int[] steps = RandomBits.steps(block.length);
        return JavaKernels.task(work, () -> {
            int key = RandomBits.key(seed.get(0), stream);
            for (int begin = 0; begin < elements; begin += block.length) {
                RandomBits.draw(block, steps, op.first() + begin, key);
                choose(block, threshold, kept);
                to.put(begin, block, 0, Math.min(block.length, elements - begin));
            }
        });
    }

    /** No branch, so that the loop vectorises. */
    private static void choose(int[] block, int threshold, int kept) {
        for (int index = 0; index < block.length; index++) {
            // 24 random bits below the threshold drop: the difference is negative and its sign covers all bits.
            int dropped = (block[index] - threshold) >> 31;
            block[index] = kept & ~dropped;
        }
    }
}
