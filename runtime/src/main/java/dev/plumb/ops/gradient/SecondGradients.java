package dev.plumb.ops.gradient;

import dev.plumb.ops.Var;
import dev.plumb.ops.op.Convolution;
import dev.plumb.ops.op.ConvolutionBackwardData;
import dev.plumb.ops.op.ConvolutionBackwardWeights;
import dev.plumb.ops.op.ElementFunction;
import dev.plumb.ops.op.Elementwise;
import dev.plumb.ops.op.ElementwiseBackward;
import dev.plumb.ops.op.Reduce;
import dev.plumb.ops.op.SoftmaxBackward;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The rules of ops that are themselves the gradients of ops, for gradients of gradients. */
final class SecondGradients {
    private static final double ROOT_OF_TWO_PI = Math.sqrt(2 * Math.PI);

    private SecondGradients() {}

    /** Of {@code f'(t) g}: for g it is the same op again, for t it takes f''. */
    static void elementwise(ElementwiseBackward op, Differentiation step) {
        Var through = step.input(0);
        Var gradient = step.gradient(0);
        step.add(1, through.apply(op, gradient));
        ElementFunction function = op.forward().function();
        boolean straight =
                switch (function) {
                    case RELU, CLIP, ABS, LINEAR, HARDSIGMOID, SIGN, FLOOR -> true;
                    default -> false;
                };
        if (step.wanted(0) && !straight) {
            step.add(0, gradient.times(step.input(1)).times(derivative(op.forward(), through)));
        }
    }

    /** How {@code f'} follows what it is computed from: the output of f or its input, as the op says. */
    private static Var derivative(Elementwise forward, Var t) {
        float a = forward.alpha();
        float b = forward.beta();
        return switch (forward.function()) {
            case TANH -> t.times(-2);
            case LOGISTIC -> t.linear(-2, 1);
            case ELU -> t.greater(0).linear(-1, 1);
            case EXP -> t.linear(0, 1);
            case SQRT -> t.pow(-2).times(-0.5f);
            case SQUARE -> t.linear(0, 2);
            case POW -> t.pow(b - 2).times(a * b * (b - 1));
            case SOFT_RELU -> slope(t, a);
            case SWISH -> {
                Var s = t.times(a).logistic();
                yield slope(t, a).times(t.times(a).times(s.linear(-2, 1)).plus(2));
            }
            case HARDSWISH -> {
                Var line = t.linear(a, b);
                yield line.greater(0).times(line.less(1)).times(2 * a);
            }
            case GELU_ERF -> {
                Var density = t.square().times(-0.5f).exp().times((float) (1 / ROOT_OF_TWO_PI));
                yield density.times(t.square().linear(-1, 2));
            }
            default ->
                throw new UnsupportedOperationException("the gradient of " + forward.function()
                        + " has no gradient: for gradients of gradients use another activation, such as TANH,"
                        + " SILU or GELU");
        };
    }

    /** {@code a s (1 - s)} for {@code s = logistic(a t)}. */
    private static Var slope(Var t, float a) {
        Var s = t.times(a).logistic();
        return s.times(s.linear(-1, 1)).times(a);
    }

    /** Of {@code y (g - sum(g y))}, and for the logarithm of {@code g - e^y sum(g)}. */
    static void softmax(SoftmaxBackward op, Differentiation step) {
        Var y = step.input(0);
        Var g = step.input(1);
        Var gradient = step.gradient(0);
        int axis = op.forward().axis();
        if (op.forward().log()) {
            Var probabilities = y.exp();
            step.add(1, gradient.minus(sum(gradient.times(probabilities), axis)));
            step.add(0, gradient.times(probabilities).times(sum(g, axis)).negated());
        } else {
            step.add(1, y.apply(op, gradient));
            Var first = gradient.times(g.minus(sum(g.times(y), axis)));
            step.add(0, first.minus(g.times(sum(gradient.times(y), axis))));
        }
    }

    private static Var sum(Var values, int axis) {
        return values.reduce(Reduce.Function.SUM, true, axis);
    }

    /** The op is linear in both operands. */
    static void convolutionBackwardWeights(ConvolutionBackwardWeights op, Differentiation step) {
        Var source = step.input(0);
        Var weights = step.gradient(0);
        if (step.wanted(0)) {
            step.add(
                    0,
                    weights.apply(new ConvolutionBackwardData(source.type(), op.window(), op.groups()), step.input(1)));
        }
        if (step.wanted(1)) {
            step.add(1, source.apply(new Convolution(op.window(), op.groups()), weights));
        }
    }

    /**
     * Of the gradients G of a function's operands o, which come of the gradient g of its result f(o): with u for what arrives at G, those of
     * the number {@code sum(u d(sum(g f(o))) / do)} for o and then g, in other ops.
     *
     * @param function f in ops that have gradients of gradients
     * @param operands o
     * @param upstream g
     * @param arriving u, one for each operand
     */
    static List<Var> of(Function<List<Var>, Var> function, List<Var> operands, Var upstream, List<Var> arriving) {
        // On values of their own: what the operands follow from is differentiated by itself.
        List<Var> all = new ArrayList<>(operands.stream().map(Var::stopGradient).toList());
        List<Var> own = List.copyOf(all);
        Var gradient = upstream.stopGradient();
        all.add(gradient);
        List<Var> gradients = Gradients.of(function.apply(own).times(gradient).sum(), own);
        Var number = gradients.get(0).times(arriving.get(0)).sum();
        for (int index = 1; index < gradients.size(); index++) {
            number = number.plus(gradients.get(index).times(arriving.get(index)).sum());
        }
        return Gradients.of(number, all);
    }
}
