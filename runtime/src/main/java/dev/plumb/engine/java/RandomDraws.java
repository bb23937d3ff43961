package dev.plumb.engine.java;

import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.RandomNumbers;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/** Random numbers of a distribution from random bits, each from its own. */
final class RandomDraws {
    /** The distance of two neighbouring draws. */
    private static final double STEP = 1.0 / (1 << RandomBits.BITS);

    /** Of Giles, "Approximating the erfinv function" (2012), for single precision: the centre, highest power first. */
    private static final double[] CENTRE = {
        2.81022636e-08,
        3.43273939e-07,
        -3.5233877e-06,
        -4.39150654e-06,
        0.00021858087,
        -0.00125372503,
        -0.00417768164,
        0.246640727,
        1.50140941
    };

    /** The same for the tails. */
    private static final double[] TAILS = {
        -0.000200214257,
        0.000100950558,
        0.00134934322,
        -0.00367342844,
        0.00573950773,
        -0.0076224613,
        0.00943887047,
        1.00167406,
        2.83297682
    };

    private static final double ROOT_OF_TWO = Math.sqrt(2);

    private RandomDraws() {}

    static Kernel kernel(RandomNumbers op, Work work) {
        IntBuffer seed = work.input(0).borrowInts();
        FloatBuffer to = work.output(0).borrowFloats();
        int elements = work.output(0).type().elements();
        int stream = RandomBits.stream(op.stream());
        boolean isNormal = op.distribution() == RandomNumbers.Distribution.NORMAL;
        int[] bits = new int[Math.min(elements, JavaKernels.BLOCK)];
        float[] block = new float[bits.length];
        int[] steps = RandomBits.steps(bits.length);
        return JavaKernels.task(work, () -> {
            int key = RandomBits.key(seed.get(0), stream);
            for (int begin = 0; begin < elements; begin += block.length) {
                RandomBits.draw(bits, steps, op.first() + begin, key);
                for (int index = 0; index < block.length; index++) {
                    block[index] = isNormal ? normal(bits[index]) : uniform(bits[index]);
                }
                to.put(begin, block, 0, Math.min(block.length, elements - begin));
            }
        });
    }

    /** The largest would round to 1, whose logarithms are 0 and infinite. */
    private static float uniform(int bits) {
        return Math.min((float) ((bits + 0.5) * STEP), Math.nextDown(1f));
    }

    /** The value that so large a part of a normal distribution lies below. */
    private static float normal(int bits) {
        double x = (2.0 * bits + 1) * STEP - 1;
        double w = -Math.log((1 - x) * (1 + x));
        double power = w < 5 ? w - 2.5 : Math.sqrt(w) - 3;
        double[] coefficients = w < 5 ? CENTRE : TAILS;
        double sum = coefficients[0];
        for (int index = 1; index < coefficients.length; index++) {
            sum = coefficients[index] + sum * power;
        }
        return (float) (ROOT_OF_TWO * sum * x);
    }
}
