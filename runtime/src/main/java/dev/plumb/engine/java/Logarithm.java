package dev.plumb.engine.java;

import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.Work;
import java.nio.FloatBuffer;

/**
 * The natural logarithm, as exact as float32 is: oneDNN's is wrong by up to 4e-6, which is much where the logarithm is small. By the polynomial of Cephes
 * (Moshier 1992, logf), which XLA and Eigen use too.
 */
final class Logarithm {
    /** The bits of the root of one half: a number is taken as a power of two times a factor from there to twice that. */
    private static final int ROOT_OF_HALF = 0x3F3504F3;

    private static final int MANTISSA_BITS = 23;
    private static final int LEAST_NORMAL = 0x00800000;
    private static final int INFINITE = 0x7F800000;

    private Logarithm() {}

    static Kernel kernel(Work work) {
        FloatBuffer from = work.input(0).borrowFloats();
        FloatBuffer to = work.output(0).borrowFloats();
        int elements = work.output(0).type().elements();
        float[] block = new float[Math.min(elements, JavaKernels.BLOCK)];
        return JavaKernels.task(work, () -> {
            for (int begin = 0; begin < elements; begin += block.length) {
                int count = Math.min(block.length, elements - begin);
                from.get(begin, block, 0, count);
                for (int index = 0; index < count; index++) {
                    block[index] = of(block[index]);
                }
                to.put(begin, block, 0, count);
            }
        });
    }

    static float of(float x) {
        int bits = Float.floatToRawIntBits(x);
        if (bits < LEAST_NORMAL || bits >= INFINITE) { // 0, negative, tiny, infinite, NaN
            return (float) Math.log(x);
        }
        int exponent = (bits - ROOT_OF_HALF) >> MANTISSA_BITS;
        float f = Float.intBitsToFloat(bits - (exponent << MANTISSA_BITS)) - 1;
        float square = f * f;
        float y = (float) 7.0376836292E-2;
        y = y * f - (float) 1.1514610310E-1;
        y = y * f + (float) 1.1676998740E-1;
        y = y * f - (float) 1.2420140846E-1;
        y = y * f + (float) 1.4249322787E-1;
        y = y * f - (float) 1.6668057665E-1;
        y = y * f + (float) 2.0000714765E-1;
        y = y * f - (float) 2.4999993993E-1;
        y = y * f + (float) 3.3333331174E-1;
        y = y * f * square;
        // The logarithm of 2 in two parts, of which the first times an exponent is exact.
        y += exponent * (float) -2.12194440e-4;
        y -= square * 0.5f;
        return f + y + exponent * (float) 0.693359375;
    }
}
