package dev.plumb.runtime;

import dev.plumb.compile.KernelProviders;
import dev.plumb.dsl.DType;
import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.Passes;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.ops.Var;
import dev.plumb.ops.gradient.Gradients;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Literal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Gradients of a function against its slopes, (f(x + h) - f(x - h)) / 2h, element by element: where they differ most. The function is made a
 * scalar by a weighted sum with random weights, so that no symmetry hides an error. The arrays should lie away from kinks, where slopes
 * mean nothing, and hold numbers about 1.
 *
 * <pre>{@code GradientCheck.of(v -> v.get(0).matmul(v.get(1)), a, b).require(2e-3);}</pre>
 *
 * @param input which array holds the element with the largest difference
 * @param index of that element
 * @param gradient what the rules of gradients give for it
 * @param slope what the differences give for it
 * @param elements how many were compared
 */
public record GradientCheck(int input, List<Integer> index, double gradient, double slope, int elements) {

    /** The step of the differences: with float32 a smaller one would drown in rounding, a larger one in curvature. */
    private static final float STEP = 1e-2f;

    /** Copies the list. */
    public GradientCheck {
        index = List.copyOf(index);
    }

    /**
     * Compares all elements of all float arrays; arrays of whole numbers are ids, passed as int32 and left as they are.
     *
     * @param function of variables with the types of the arrays
     * @throws IllegalArgumentException if no array has floats
     */
    public static GradientCheck of(Function<List<Var>, Var> function, INDArray... arrays) {
        try (Slopes slopes = new Slopes(function, arrays)) {
            return slopes.largestDifference();
        }
    }

    /** The largest difference, relative to the slope where that is more than 1. */
    public double difference() {
        return Math.abs(gradient - slope) / Math.max(1, Math.abs(slope));
    }

    /** Throws {@link AssertionError} that says where, if the largest difference is more than this, or no number. */
    public GradientCheck require(double tolerance) {
        if (!(difference() <= tolerance)) {
            throw new AssertionError("the gradient is no slope: " + this);
        }
        return this;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "input %d at %s: gradient %.6g, slope %.6g, the largest difference of %d elements",
                input,
                index,
                gradient,
                slope,
                elements);
    }

    /** A plan that gives the function and its gradients. */
    private static final class Slopes implements AutoCloseable {

        private final List<float[]> values = new ArrayList<>();
        private final List<Var> inputs = new ArrayList<>();
        private final List<Var> gradients;
        private final Var result;
        private final float[] weights;
        private final Plan plan;

        Slopes(Function<List<Var>, Var> function, INDArray... arrays) {
            Trace trace = new Trace();
            for (INDArray array : arrays) {
                List<Integer> shape =
                        Arrays.stream(array.shape()).mapToObj(Math::toIntExact).toList();
                DType dtype = array.dataType().isIntType() ? DType.INT32 : DType.FLOAT32;
                inputs.add(trace.input("input" + inputs.size(), new ArrayType(dtype, shape)));
                values.add(array.dup('c').data().asFloat());
            }
            result = function.apply(inputs);
            weights = new float[result.type().elements()];
            Random random = new Random(99);
            for (int element = 0; element < weights.length; element++) {
                weights[element] = random.nextFloat() * 1.6f - 0.8f;
            }
            Var loss = result.times(trace.constant(result.type(), Literal.of(weights)))
                    .sum();
            gradients =
                    Gradients.of(loss, inputs.stream().filter(Slopes::isFloat).toList());
            trace.output("result", result);
            gradients.forEach(gradient -> trace.output("gradient", gradient));
            plan = Plan.prepare(Passes.optimize(trace.finish()), Bindings.none(), KernelProviders.standard());
        }

        private static boolean isFloat(Var input) {
            return input.type().dtype() == DType.FLOAT32;
        }

        GradientCheck largestDifference() {
            for (int input = 0; input < values.size(); input++) {
                write(input);
            }
            plan.run();
            List<float[]> found = gradients.stream()
                    .map(gradient -> plan.output(gradient).toFloats())
                    .toList();
            GradientCheck worst = null;
            int elements = found.stream().mapToInt(gradient -> gradient.length).sum();
            int float32 = 0;
            for (int input = 0; input < values.size(); input++) {
                if (!isFloat(inputs.get(input))) {
                    continue;
                }
                float[] gradient = found.get(float32++);
                for (int element = 0; element < gradient.length; element++) {
                    GradientCheck check = new GradientCheck(
                            input, index(input, element), gradient[element], slope(input, element), elements);
                    // By this comparison NaN is larger than any difference.
                    if (worst == null || Double.compare(check.difference(), worst.difference()) > 0) {
                        worst = check;
                    }
                }
            }
            if (worst == null) {
                throw new IllegalArgumentException("a gradient needs an array of floats, got "
                        + inputs.stream().map(Var::type).toList());
            }
            return worst;
        }

        private double slope(int input, int element) {
            float[] numbers = values.get(input);
            float value = numbers[element];
            double up = loss(input, element, value + STEP);
            double down = loss(input, element, value - STEP);
            numbers[element] = value;
            write(input);
            return (up - down) / ((double) (value + STEP) - (value - STEP));
        }

        /** The weighted sum in double precision. */
        private double loss(int input, int element, float value) {
            values.get(input)[element] = value;
            write(input);
            plan.run();
            float[] outputs = plan.output(result).toFloats();
            double loss = 0;
            for (int output = 0; output < outputs.length; output++) {
                loss += (double) outputs[output] * weights[output];
            }
            return loss;
        }

        private void write(int input) {
            float[] numbers = values.get(input);
            Var variable = inputs.get(input);
            if (isFloat(variable)) {
                plan.slot(variable).write(numbers);
                return;
            }
            int[] ids = new int[numbers.length];
            for (int element = 0; element < ids.length; element++) {
                ids[element] = (int) numbers[element];
            }
            plan.slot(variable).write(ids);
        }

        private List<Integer> index(int input, int element) {
            List<Integer> shape = inputs.get(input).shape();
            List<Integer> index = new ArrayList<>();
            int rest = element;
            for (int axis = shape.size() - 1; axis >= 0; axis--) {
                index.add(0, rest % shape.get(axis));
                rest /= shape.get(axis);
            }
            return index;
        }

        @Override
        public void close() {
            plan.close();
        }
    }
}
