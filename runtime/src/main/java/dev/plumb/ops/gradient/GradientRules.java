package dev.plumb.ops.gradient;

import dev.plumb.ops.Var;
import dev.plumb.ops.op.AllGather;
import dev.plumb.ops.op.ArgMax;
import dev.plumb.ops.op.ArgSort;
import dev.plumb.ops.op.BatchNormalizationTraining;
import dev.plumb.ops.op.Binary;
import dev.plumb.ops.op.Broadcast;
import dev.plumb.ops.op.Cast;
import dev.plumb.ops.op.Concatenate;
import dev.plumb.ops.op.Convolution;
import dev.plumb.ops.op.ConvolutionBackwardData;
import dev.plumb.ops.op.ConvolutionBackwardWeights;
import dev.plumb.ops.op.Copy;
import dev.plumb.ops.op.CustomGradient;
import dev.plumb.ops.op.DropoutMask;
import dev.plumb.ops.op.Elementwise;
import dev.plumb.ops.op.ElementwiseBackward;
import dev.plumb.ops.op.Gather;
import dev.plumb.ops.op.GradientRule;
import dev.plumb.ops.op.LayerNormalization;
import dev.plumb.ops.op.LayerNormalizationBackward;
import dev.plumb.ops.op.LinearRecurrence;
import dev.plumb.ops.op.Loop;
import dev.plumb.ops.op.MatMul;
import dev.plumb.ops.op.Op;
import dev.plumb.ops.op.Pad;
import dev.plumb.ops.op.Pooling;
import dev.plumb.ops.op.PoolingBackward;
import dev.plumb.ops.op.Power;
import dev.plumb.ops.op.Print;
import dev.plumb.ops.op.RandomNumbers;
import dev.plumb.ops.op.Recurrence;
import dev.plumb.ops.op.RecurrenceBackward;
import dev.plumb.ops.op.Reduce;
import dev.plumb.ops.op.Reshape;
import dev.plumb.ops.op.RmsNormalization;
import dev.plumb.ops.op.ScaledDotProductAttention;
import dev.plumb.ops.op.ScaledDotProductAttentionBackward;
import dev.plumb.ops.op.ScatterAdd;
import dev.plumb.ops.op.ScatterAlong;
import dev.plumb.ops.op.ScoreMask;
import dev.plumb.ops.op.Select;
import dev.plumb.ops.op.Slice;
import dev.plumb.ops.op.Softmax;
import dev.plumb.ops.op.SoftmaxBackward;
import dev.plumb.ops.op.StopGradient;
import dev.plumb.ops.op.TakeAlong;
import dev.plumb.ops.op.Transpose;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table: op to its vector-Jacobian product. */
final class GradientRules {

    /** From the gradients of the results to those of the operands. */
    private interface Rule<O extends Op> {
        void apply(O op, Differentiation step);
    }

    private static final Map<Class<? extends Op>, Rule<?>> TABLE = table();

    private GradientRules() {}

    static boolean covers(Class<?> op) {
        return TABLE.containsKey(op);
    }

    @SuppressWarnings("unchecked") // register() pairs each class with a rule for it
    static <O extends Op> void apply(O op, Differentiation step) {
        Rule<O> rule = (Rule<O>) TABLE.get(op.getClass());
        if (rule == null) {
            throw new UnsupportedOperationException(op.label() + " has no gradient"
                    + (op.label().contains("Backward")
                            ? ": gradients of gradients do not go through every op. Leave it out of what is"
                                    + " differentiated twice, or write it in other ops"
                            : ""));
        }
        rule.apply(op, step);
    }

    private static Map<Class<? extends Op>, Rule<?>> table() {
        Map<Class<? extends Op>, Rule<?>> rules = new HashMap<>();
        register(rules, MatMul.class, GradientRules::matMul);
        register(rules, Convolution.class, GradientRules::convolution);
        register(rules, ConvolutionBackwardData.class, GradientRules::convolutionBackwardData);
        register(
                rules,
                Pooling.class,
                (op, step) ->
                        step.add(0, step.input(0).apply(new PoolingBackward(op), step.output(0), step.gradient(0))));
        register(rules, Elementwise.class, ElementGradients::elementwise);
        register(rules, Binary.class, BinaryGradients::apply);
        register(rules, Reduce.class, GradientRules::reduce);
        register(
                rules,
                Softmax.class,
                (op, step) -> step.add(0, step.output(0).apply(new SoftmaxBackward(op), step.gradient(0))));
        register(rules, BatchNormalizationTraining.class, NormalizationGradients::batch);
        register(rules, LayerNormalization.class, NormalizationGradients::layer);
        register(rules, RmsNormalization.class, NormalizationGradients::rms);
        register(rules, ScaledDotProductAttention.class, AttentionGradients::attention);
        register(rules, ScaledDotProductAttentionBackward.class, AttentionGradients::second);
        register(rules, AllGather.class, GradientRules::allGather);
        register(rules, Concatenate.class, GradientRules::concatenate);
        register(rules, Slice.class, (op, step) -> step.addSlice(0, op, step.gradient(0)));
        register(
                rules,
                Pad.class,
                (op, step) -> step.add(
                        0, step.gradient(0).slice(op.before(), step.input(0).shape())));
        register(
                rules,
                Reshape.class,
                (op, step) -> step.add(0, step.gradient(0).reshape(step.input(0).shape())));
        register(rules, Copy.class, (op, step) -> step.add(0, step.gradient(0)));
        register(
                rules,
                Transpose.class,
                (op, step) -> step.add(0, step.gradient(0).apply(op.inverse())));
        register(rules, Broadcast.class, (op, step) -> step.addReduced(0, step.gradient(0)));
        register(
                rules,
                Gather.class,
                (op, step) -> step.add(
                        0,
                        step.gradient(0)
                                .apply(new ScatterAdd(op.axis(), step.input(0).size(op.axis())), step.input(1))));
        register(
                rules,
                ScatterAdd.class,
                (op, step) -> step.add(0, step.gradient(0).apply(new Gather(op.axis()), step.input(1))));
        register(
                rules,
                TakeAlong.class,
                (op, step) -> step.add(
                        0, step.gradient(0).apply(new ScatterAlong(step.input(0).size(-1)), step.input(1))));
        register(
                rules,
                ScatterAlong.class,
                (op, step) -> step.add(0, step.gradient(0).apply(new TakeAlong(), step.input(1))));
        register(rules, Select.class, ElementGradients::select);
        register(rules, Power.class, ElementGradients::power);
        register(rules, LinearRecurrence.class, GradientRules::linearRecurrence);
        register(rules, Loop.class, LoopGradients::apply);
        register(rules, Recurrence.class, RecurrenceGradients::recurrence);
        register(rules, CustomGradient.class, GradientRules::customGradient);
        register(rules, Print.class, (op, step) -> step.add(0, step.gradient(0)));
        register(rules, RecurrenceBackward.class, RecurrenceGradients::second);
        register(rules, ElementwiseBackward.class, SecondGradients::elementwise);
        register(rules, SoftmaxBackward.class, SecondGradients::softmax);
        register(rules, LayerNormalizationBackward.class, NormalizationGradients::secondOfLayer);
        register(rules, ConvolutionBackwardWeights.class, SecondGradients::convolutionBackwardWeights);
        // Whole numbers and random masks do not move with their operands; the last is told not to.
        register(rules, ArgMax.class, (op, step) -> {});
        register(rules, Cast.class, (op, step) -> {});
        register(rules, ScoreMask.class, (op, step) -> {});
        register(rules, ArgSort.class, (op, step) -> {});
        register(rules, DropoutMask.class, (op, step) -> {});
        register(rules, RandomNumbers.class, (op, step) -> {});
        register(rules, StopGradient.class, (op, step) -> {});
        return Collections.unmodifiableMap(rules);
    }

    private static <O extends Op> void register(Map<Class<? extends Op>, Rule<?>> rules, Class<O> op, Rule<O> rule) {
        rules.put(op, rule);
    }

    private static void matMul(MatMul op, Differentiation step) {
        Var a = step.input(0);
        Var b = step.input(1);
        Var gradient = step.gradient(0);
        boolean ta = op.transposeA();
        boolean tb = op.transposeB();
        if (step.wanted(0)) {
            step.add(0, ta ? b.matmul(gradient, tb, true) : gradient.matmul(b, false, !tb));
        }
        if (step.wanted(1)) {
            if (b.rank() == 2 && a.rank() > 2) {
                // One matrix serves every batch: all rows of all batches add up.
                a = a.reshape(a.type().product(0, a.rank() - 1), a.size(-1));
                gradient = gradient.reshape(gradient.type().product(0, gradient.rank() - 1), gradient.size(-1));
            }
            step.add(1, tb ? gradient.matmul(a, true, ta) : a.matmul(gradient, !ta, false));
        }
    }

    private static void convolution(Convolution op, Differentiation step) {
        Var source = step.input(0);
        Var weights = step.input(1);
        if (step.wanted(0)) {
            Op backward = new ConvolutionBackwardData(source.type(), op.window(), op.groups());
            step.add(0, weights.apply(backward, step.gradient(0)));
        }
        if (step.wanted(1)) {
            Op backward = new ConvolutionBackwardWeights(weights.type(), op.window(), op.groups());
            step.add(1, source.apply(backward, step.gradient(0)));
        }
    }

    /** The op is linear in both operands: it is the adjoint of the convolution, whose roles swap. */
    private static void convolutionBackwardData(ConvolutionBackwardData op, Differentiation step) {
        Var weights = step.input(0);
        if (step.wanted(0)) {
            Op backward = new ConvolutionBackwardWeights(weights.type(), op.window(), op.groups());
            step.add(0, step.gradient(0).apply(backward, step.input(1)));
        }
        if (step.wanted(1)) {
            step.add(1, step.gradient(0).apply(new Convolution(op.window(), op.groups()), weights));
        }
    }

    private static void reduce(Reduce op, Differentiation step) {
        Var source = step.input(0);
        List<Integer> kept = new ArrayList<>(source.shape());
        int count = 1;
        for (int axis : op.axes()) {
            count *= source.size(axis);
            kept.set(axis, 1);
        }
        Var gradient = step.gradient(0).reshape(kept);
        switch (op.function()) {
            case SUM -> step.add(0, gradient.broadcastTo(source.shape()));
            case MEAN -> step.add(0, gradient.dividedBy(count).broadcastTo(source.shape()));
            case MAX, MIN -> {
                // Equal extremes share the gradient.
                int[] axes = op.axes().stream().mapToInt(Integer::intValue).toArray();
                Var winners = source.equalTo(step.output(0).reshape(kept));
                Var number = axes.length == 0 ? winners : winners.reduce(Reduce.Function.SUM, true, axes);
                step.add(0, winners.times(gradient.dividedBy(number)));
            }
        }
    }

    /** All parts read what a part gives: what reaches it is the sum of what reaches its row in each of them. */
    private static void allGather(AllGather op, Differentiation step) {
        Var everywhere = step.gradient(0).apply(op);
        Var own = everywhere.slice(1, op.index(), 1).sum(0);
        step.add(0, own.reshape(step.input(0).shape()));
    }

    private static void concatenate(Concatenate op, Differentiation step) {
        int begin = 0;
        for (int index = 0; index < step.inputs(); index++) {
            int size = step.input(index).size(op.axis());
            if (step.wanted(index)) {
                step.add(index, step.gradient(0).slice(op.axis(), begin, size));
            }
            begin += size;
        }
    }

    /** With h[t] = a[t] h[t-1] + x[t]: what reaches h[t] from all later steps is a recurrence backwards, with the factors of the next step. */
    private static void linearRecurrence(LinearRecurrence op, Differentiation step) {
        int axis = op.axis();
        int forward = op.reverse() ? -1 : 1;
        Var next = shifted(step.input(0), axis, -forward);
        Var reaching = next.apply(new LinearRecurrence(axis, !op.reverse()), step.gradient(0));
        step.add(1, reaching);
        if (step.wanted(0)) {
            step.add(0, reaching.times(shifted(step.output(0), axis, forward)));
        }
    }

    /** Moves an array by one along an axis, forwards or backwards, and fills up with 0. */
    private static Var shifted(Var x, int axis, int direction) {
        int size = x.size(axis);
        if (size == 1) {
            return x.recorder().fill(x.type(), 0);
        }
        List<Integer> none = Collections.nCopies(x.rank(), 0);
        List<Integer> one = new ArrayList<>(none);
        one.set(axis, 1);
        return direction > 0
                ? x.slice(axis, 0, size - 1).pad(one, none, 0)
                : x.slice(axis, 1, size - 1).pad(none, one, 0);
    }

    @SuppressWarnings("unchecked") // the rules of a Var are rules of Vars
    private static void customGradient(CustomGradient op, Differentiation step) {
        List<Var> gradients = ((GradientRule<Var>) op.rule()).apply(step.gradient(0));
        if (gradients.size() != step.inputs() - 1) {
            throw new IllegalArgumentException("the rule of a custom gradient gives one for each of "
                    + (step.inputs() - 1) + " operands, not " + gradients.size());
        }
        for (int index = 0; index < gradients.size(); index++) {
            Var gradient = gradients.get(index);
            Var operand = step.input(index + 1);
            if (!gradient.type().equals(operand.type())) {
                throw new IllegalArgumentException("the rule of a custom gradient gives " + gradient.type()
                        + " for operand " + index + ", which is " + operand.type());
            }
            step.add(index + 1, gradient);
        }
    }
}
