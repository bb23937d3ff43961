package dev.plumb.ops.gradient;

import dev.plumb.ops.Var;
import dev.plumb.ops.op.BatchNormalizationBackward;
import dev.plumb.ops.op.BatchNormalizationTraining;
import dev.plumb.ops.op.LayerNormalization;
import dev.plumb.ops.op.LayerNormalizationBackward;
import dev.plumb.ops.op.Op;
import dev.plumb.ops.op.Reduce;
import dev.plumb.ops.op.RmsNormalization;
import java.util.ArrayList;
import java.util.List;

/** Gradients of normalizations by moments of the array itself. */
final class NormalizationGradients {

    private NormalizationGradients() {}

    static void batch(BatchNormalizationTraining op, Differentiation step) {
        if (step.hasGradient(0)) {
            through(new BatchNormalizationBackward(op.epsilon()), step);
        }
        Var x = step.input(0);
        moments(step, x.type().elements() / (float) x.size(-1), x.shape().subList(x.rank() - 1, x.rank()));
    }

    static void layer(LayerNormalization op, Differentiation step) {
        if (step.hasGradient(0)) {
            through(new LayerNormalizationBackward(op.epsilon()), step);
        }
        Var x = step.input(0);
        moments(step, x.size(-1), besideRows(x));
    }

    /** In other ops: with {@code r = 1 / sqrt(square + epsilon)} and h for the gradient times the scale, {@code r (h - x r mean(h x r))}. */
    static void rms(RmsNormalization op, Differentiation step) {
        Var x = step.input(0);
        if (step.hasGradient(0)) {
            Var root = step.output(1).reshape(besideRows(x)).plus(op.epsilon()).rsqrt();
            Var normal = x.times(root);
            if (step.wanted(0)) {
                Var scaled = step.gradient(0).times(step.input(1));
                Var along = scaled.times(normal).reduce(Reduce.Function.MEAN, true, -1);
                step.add(0, scaled.minus(normal.times(along)).times(root));
            }
            step.addReduced(1, step.gradient(0).times(normal));
        }
        if (step.hasGradient(1)) {
            step.add(0, x.times(step.gradient(1).reshape(besideRows(x)).times(2f / x.size(-1))));
        }
    }

    private static void through(Op backward, Differentiation step) {
        List<Var> gradients =
                step.input(0).applyAll(backward, step.input(1), step.output(1), step.output(2), step.gradient(0));
        for (int index = 0; index < gradients.size(); index++) {
            step.add(index, gradients.get(index));
        }
    }

    /**
     * What reaches the array through its mean and variance.
     *
     * @param count of how many numbers they are
     * @param beside the shape in which they lie beside the array
     */
    private static void moments(Differentiation step, float count, List<Integer> beside) {
        Var x = step.input(0);
        if (step.hasGradient(1)) {
            step.add(0, step.gradient(1).reshape(beside).dividedBy(count).broadcastTo(x.shape()));
        }
        if (step.hasGradient(2)) {
            Var scaled = step.gradient(2).reshape(beside).times(2 / count);
            step.add(0, x.minus(step.output(1).reshape(beside)).times(scaled));
        }
    }

    private static List<Integer> besideRows(Var x) {
        List<Integer> beside = new ArrayList<>(x.shape());
        beside.set(x.rank() - 1, 1);
        return beside;
    }

    static void secondOfLayer(LayerNormalizationBackward op, Differentiation step) {
        Var scale = step.input(1);
        // The shift is no operand of the gradient, but has one.
        Var shift = scale.recorder().fill(scale.type(), 0);
        List<Var> gradients = SecondGradients.of(
                operands -> normalized(operands.get(0), op.epsilon())
                        .times(operands.get(1))
                        .plus(operands.get(2)),
                List.of(step.input(0), scale, shift),
                step.input(4),
                List.of(step.gradient(0), step.gradient(1), step.gradient(2)));
        step.add(0, gradients.get(0));
        step.add(1, gradients.get(1));
        step.add(4, gradients.get(3));
    }

    /** By the moments of each row, in ops that have gradients of gradients. */
    private static Var normalized(Var x, float epsilon) {
        Var centered = x.minus(x.reduce(Reduce.Function.MEAN, true, -1));
        Var variance = centered.square().reduce(Reduce.Function.MEAN, true, -1);
        return centered.dividedBy(variance.plus(epsilon).sqrt());
    }
}
