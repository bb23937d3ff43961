package dev.plumb.ops.gradient;

import dev.plumb.ops.Recorder;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Binary;
import dev.plumb.ops.op.BinaryFunction;
import dev.plumb.ops.op.Concatenate;
import dev.plumb.ops.op.ElementFunction;
import dev.plumb.ops.op.Elementwise;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.MatMul;
import dev.plumb.ops.op.Op;
import dev.plumb.ops.op.Pad;
import dev.plumb.ops.op.Reduce;
import dev.plumb.ops.op.Reshape;
import dev.plumb.ops.op.Slice;
import dev.plumb.ops.op.Transpose;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Sums over all steps that need not be taken step by step: the product of a state and a gradient, which a weight's gradient is, is one product over
 * all steps and examples at once; so is what follows from it linearly.
 */
final class AfterLoop {
    private final StepGradient step;
    private final Recorder recorder;
    /** What is captured, by its id in the step. */
    private final IntFunction<Var> captured;

    AfterLoop(StepGradient step, Recorder recorder, IntFunction<Var> captured) {
        this.step = step;
        this.recorder = recorder;
        this.captured = captured;
    }

    /** Whether the sum of a value over all steps can be found when they are done. */
    static boolean isPossible(StepGradient step, int id) {
        Instruction made = step.maker(id);
        if (made == null || step.isForward(id)) {
            return false;
        }
        Op op = made.op();
        if (isProduct(step, made) || isSum(op)) {
            return made.inputs().stream().noneMatch(step::isInvariant);
        }
        return isLinear(step, made)
                && made.inputs().stream().allMatch(input -> step.isZero(input) || isPossible(step, input));
    }

    /** Adds the values that are to be stacked for the sum of a value. */
    static void stack(StepGradient step, int id, Set<Integer> stacked) {
        Instruction made = step.maker(id);
        if (made == null) {
            return;
        }
        boolean ends = isProduct(step, made) || isSum(made.op());
        for (int input : made.inputs()) {
            if (ends) {
                stacked.add(source(step, input));
            } else {
                stack(step, input, stacked);
            }
        }
    }

    /** A state times what is the same in each step, such as a dropout mask, is made for all steps at once. */
    private static int source(StepGradient step, int id) {
        int scaled = scaled(step, id);
        return scaled < 0 ? id : scaled;
    }

    /** The operand that differs from step to step of a product by element with one that is captured; else -1. */
    private static int scaled(StepGradient step, int id) {
        Instruction made = step.maker(id);
        if (made != null
                && step.isForward(id)
                && made.op() instanceof Binary binary
                && binary.function() == BinaryFunction.MULTIPLY) {
            for (int position = 0; position < 2; position++) {
                int varying = made.inputs().get(position);
                int other = made.inputs().get(1 - position);
                boolean fits = step.trace()
                                .variable(varying)
                                .type()
                                .equals(step.trace().variable(id).type())
                        && step.maker(varying) == null;
                if (fits && !step.isInvariant(varying) && step.isCaptured(other)) {
                    return varying;
                }
            }
        }
        return -1;
    }

    /** Products of matrices of which the rows are examples. */
    private static boolean isProduct(StepGradient step, Instruction made) {
        return made.op() instanceof MatMul product
                && product.transposeA()
                && !product.transposeB()
                && made.inputs().stream()
                        .allMatch(input -> step.trace().variable(input).rank() == 2);
    }

    private static boolean isSum(Op op) {
        return op instanceof Reduce reduce && reduce.function() == Reduce.Function.SUM;
    }

    private static boolean isLinear(StepGradient step, Instruction made) {
        Op op = made.op();
        return op instanceof Reshape
                || op instanceof Slice
                || op instanceof Transpose
                || op instanceof Concatenate
                || (op instanceof Pad pad && pad.value() == 0)
                || (op instanceof Binary binary && binary.function() == BinaryFunction.ADD && isOfOneType(step, made))
                || (op instanceof Elementwise line && line.function() == ElementFunction.LINEAR && line.beta() == 0);
    }

    private static boolean isOfOneType(StepGradient step, Instruction made) {
        return made.inputs().stream().allMatch(input -> step.trace()
                .variable(input)
                .type()
                .equals(step.trace().variable(made.output()).type()));
    }

    /**
     * The sum of a value over all steps.
     *
     * @param stacked the values that were to be stacked, by their ids
     */
    Var sum(int id, IntFunction<Var> stacked) {
        ArrayType type = step.trace().variable(id).type();
        Instruction made = step.maker(id);
        if (made == null) {
            throw new IllegalStateException("%" + id + " is made by no instruction");
        }
        if (made.op() instanceof MatMul) {
            Var left = rows(ofAllSteps(made.inputs().get(0), stacked));
            return left.matmul(rows(ofAllSteps(made.inputs().get(1), stacked)), true, false);
        }
        if (made.op() instanceof Reduce reduce) {
            Var all = ofAllSteps(made.inputs().get(0), stacked);
            int[] axes = IntStream.concat(
                            IntStream.of(0), reduce.axes().stream().mapToInt(axis -> axis + 1))
                    .toArray();
            return all.sum(axes).reshape(type.shape());
        }
        List<Var> parts = made.inputs().stream()
                .map(input -> step.isZero(input)
                        ? recorder.fill(step.trace().variable(input).type(), 0)
                        : sum(input, stacked))
                .toList();
        return parts.get(0).apply(made.op(), parts.subList(1, parts.size()).toArray(Var[]::new));
    }

    private Var ofAllSteps(int id, IntFunction<Var> stacked) {
        int scaled = scaled(step, id);
        if (scaled < 0) {
            return stacked.apply(id);
        }
        Instruction made = step.maker(id);
        int other = made.inputs().get(0) == scaled
                ? made.inputs().get(1)
                : made.inputs().get(0);
        return stacked.apply(scaled).times(captured.apply(other));
    }

    /** All steps and examples one below the other. */
    private static Var rows(Var stacked) {
        return stacked.reshape(stacked.size(0) * stacked.size(1), stacked.size(2));
    }
}
