package dev.plumb.engine.java;

import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.ElementFunction;
import java.nio.FloatBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Functions of elements that libraries lack. */
final class ElementLoops {

    private ElementLoops() {}

    private interface FloatFunction {
        float apply(float x);
    }

    static Optional<Kernel> elementwise(ElementFunction function, Work work) {
        @Nullable
        FloatFunction formula =
                switch (function) {
                    case SIGN -> Math::signum;
                    case FLOOR -> x -> (float) Math.floor(x);
                    case ROUND -> x -> (float) Math.rint(x);
                    case SIN -> x -> (float) Math.sin(x);
                    case COS -> x -> (float) Math.cos(x);
                    case ERF -> ElementLoops::erf;
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

    static Kernel select(Work work) {
        FloatBuffer conditions = work.input(0).borrowFloats();
        FloatBuffer first = work.input(1).borrowFloats();
        FloatBuffer second = work.input(2).borrowFloats();
        FloatBuffer to = work.output(0).borrowFloats();
        int elements = work.output(0).type().elements();
        return JavaKernels.task(work, () -> {
            for (int index = 0; index < elements; index++) {
                to.put(index, conditions.get(index) != 0 ? first.get(index) : second.get(index));
            }
        });
    }

    /** The rational function that Eigen and XLA use between -4 and 4, where the result becomes 1 in float32. */
    private static float erf(float number) {
        double x = Math.max(-4, Math.min(4, (double) number));
        double square = x * x;
        double above = -2.72614225801306e-10;
        above = above * square + 2.77068142495902e-08;
        above = above * square - 2.10102402082508e-06;
        above = above * square - 5.69250639462346e-05;
        above = above * square - 7.34990630326855e-04;
        above = above * square - 2.95459980854025e-03;
        above = above * square - 1.60960333262415e-02;
        double below = -1.45660718464996e-05;
        below = below * square - 2.13374055278905e-04;
        below = below * square - 1.68282697438203e-03;
        below = below * square - 7.37332916720468e-03;
        below = below * square - 1.42647390514189e-02;
        return (float) (x * above / below);
    }
}
