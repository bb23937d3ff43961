package dev.plumb.engine.java;

import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.DropoutMask;
import java.nio.IntBuffer;

/** Dropout masks from a hash of seed, stream and index. */
final class RandomMask {

    private static final int GOLDEN = 0x9E3779B9;

    private RandomMask() {}

    static Kernel kernel(DropoutMask op, Work work) {
        IntBuffer seed = work.input(0).borrowInts();
        IntBuffer to = work.output(0).borrowInts();
        int elements = work.output(0).type().elements();
        int threshold = Math.round(op.rate() * (1 << 24));
        int kept = Float.floatToRawIntBits(1 / (1 - op.rate()));
        int stream = mix(op.stream() * GOLDEN + 1);
        int[] block = new int[Math.min(elements, JavaKernels.BLOCK)];
        // The loop only vectorises if the index comes from memory.
        int[] steps = new int[block.length];
        for (int index = 0; index < steps.length; index++) {
            steps[index] = index * GOLDEN;
        }
        return JavaKernels.task(work, () -> {
            int key = mix(seed.get(0) ^ stream);
            for (int begin = 0; begin < elements; begin += block.length) {
                draw(block, steps, begin * GOLDEN + key, key, threshold, kept);
                to.put(begin, block, 0, Math.min(block.length, elements - begin));
            }
        });
    }

    /** Whole-number arithmetic only and no branch, so that the loop vectorises. */
    private static void draw(int[] block, int[] steps, int start, int key, int threshold, int kept) {
        for (int index = 0; index < block.length; index++) {
            // Two rounds of multiply and xor-shift (the finaliser of MurmurHash3), keyed before and between.
            int hash = steps[index] + start;
            hash = (hash ^ (hash >>> 16)) * 0x85EBCA6B;
            hash = (hash ^ (hash >>> 13) ^ key) * 0xC2B2AE35;
            hash = hash ^ (hash >>> 16);
            // 24 random bits below the threshold drop: the difference is negative and its sign covers all bits.
            int dropped = ((hash >>> 8) - threshold) >> 31;
            block[index] = kept & ~dropped;
        }
    }

    private static int mix(int bits) {
        int hash = (bits ^ (bits >>> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >>> 13)) * 0xC2B2AE35;
        return hash ^ (hash >>> 16);
    }
}
