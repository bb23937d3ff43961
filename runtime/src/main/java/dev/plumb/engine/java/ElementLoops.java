package dev.plumb.engine.java;

import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.ElementFunction;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Functions of elements that libraries lack. */
final class ElementLoops {

    private ElementLoops() {}

    private interface FloatFunction {
        float apply(float x);
    }

    static Optional<Kernel> elementwise(ElementFunction function, Work work) {
        if (function == ElementFunction.ERF) {
            return Optional.of(erf(work));
        }
        if (function == ElementFunction.LOG) {
            return Optional.of(Logarithm.kernel(work));
        }
        @Nullable
        FloatFunction formula =
                switch (function) {
                    case SIGN -> Math::signum;
                    case FLOOR -> x -> (float) Math.floor(x);
                    case ROUND -> x -> (float) Math.rint(x);
                    case SIN -> x -> (float) Math.sin(x);
                    case COS -> x -> (float) Math.cos(x);
                    case LOG1P -> x -> (float) Math.log1p(x);
                    case EXPM1 -> x -> (float) Math.expm1(x);
                    default -> null;
                };
        if (formula == null) {
            return Optional.empty();
        }
        FloatBuffer from = work.input(0).borrowFloats();
        FloatBuffer to = work.output(0).borrowFloats();
        int elements = work.output(0).type().elements();
        return Optional.of(JavaKernels.task(work, () -> {
            for (int index = 0; index < elements; index++) {
                to.put(index, formula.apply(from.get(index)));
            }
        }));
    }

    static Kernel power(Work work) {
        FloatBuffer bases = work.input(0).borrowFloats();
        FloatBuffer exponents = work.input(1).borrowFloats();
        FloatBuffer to = work.output(0).borrowFloats();
        int elements = work.output(0).type().elements();
        return JavaKernels.task(work, () -> {
            for (int index = 0; index < elements; index++) {
                to.put(index, (float) Math.pow(bases.get(index), exponents.get(index)));
            }
        });
    }

    /** In bits: whole-number arithmetic without a branch vectorises, a choice does not. */
    static Kernel select(Work work) {
        IntBuffer conditions = work.input(0).borrowInts();
        IntBuffer first = work.input(1).borrowInts();
        IntBuffer second = work.input(2).borrowInts();
        IntBuffer to = work.output(0).borrowInts();
        int elements = work.output(0).type().elements();
        int length = Math.min(elements, JavaKernels.BLOCK);
        int[] condition = new int[length];
        int[] taken = new int[length];
        int[] other = new int[length];
        return JavaKernels.task(work, () -> {
            for (int begin = 0; begin < elements; begin += length) {
                int count = Math.min(length, elements - begin);
                conditions.get(begin, condition, 0, count);
                first.get(begin, taken, 0, count);
                second.get(begin, other, 0, count);
                choose(condition, taken, other);
                to.put(begin, taken, 0, count);
            }
        });
    }

    private static void choose(int[] condition, int[] taken, int[] other) {
        for (int index = 0; index < taken.length; index++) {
            // Without its sign, 0 is 0 and nothing else is: then one of the number and its negative has the highest
            // bit.
            int magnitude = condition[index] << 1;
            int mask = (magnitude | -magnitude) >> 31;
            taken[index] = (taken[index] & mask) | (other[index] & ~mask);
        }
    }

    private static Kernel erf(Work work) {
        FloatBuffer from = work.input(0).borrowFloats();
        FloatBuffer to = work.output(0).borrowFloats();
        int elements = work.output(0).type().elements();
        float[] block = new float[Math.min(elements, JavaKernels.BLOCK)];
        return JavaKernels.task(work, () -> {
            for (int begin = 0; begin < elements; begin += block.length) {
                int count = Math.min(block.length, elements - begin);
                from.get(begin, block, 0, count);
                erf(block);
                to.put(begin, block, 0, count);
            }
        });
    }

    /** The rational function, rounded to float32, that Eigen and XLA use between -4 and 4, where the result becomes 1 in float32. */
    private static void erf(float[] numbers) {
        for (int index = 0; index < numbers.length; index++) {
            float x = Math.max(-4, Math.min(4, numbers[index]));
            float square = x * x;
            float above = (float) -2.72614225801306e-10;
            above = above * square + (float) 2.77068142495902e-08;
            above = above * square - (float) 2.10102402082508e-06;
            above = above * square - (float) 5.69250639462346e-05;
            above = above * square - (float) 7.34990630326855e-04;
            above = above * square - (float) 2.95459980854025e-03;
            above = above * square - (float) 1.60960333262415e-02;
            float below = (float) -1.45660718464996e-05;
            below = below * square - (float) 2.13374055278905e-04;
            below = below * square - (float) 1.68282697438203e-03;
            below = below * square - (float) 7.37332916720468e-03;
            below = below * square - (float) 1.42647390514189e-02;
            numbers[index] = x * above / below;
        }
    }
}
