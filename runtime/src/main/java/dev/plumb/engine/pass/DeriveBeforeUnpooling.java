package dev.plumb.engine.pass;

import dev.plumb.engine.Program;
import dev.plumb.engine.Value;
import dev.plumb.ops.op.ElementFunction;
import dev.plumb.ops.op.Elementwise;
import dev.plumb.ops.op.ElementwiseBackward;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.Pooling;
import dev.plumb.ops.op.PoolingBackward;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a maximum pooling reads {@code relu(x)}, applies the gradient of the function to the gradient of the pooled array, which is small,
 * instead of to what the pooling spreads it to: for windows of 2 × 2 to a quarter of the numbers. The result of a window is the number in the
 * cell that gets its gradient, so the function's derivative there follows from it. All other cells get 0 either way.
 *
 * <p>Where a window's result is NaN, the derivative is that at NaN, which is 0 for ReLU and clipping; else it would be that at the greatest of the
 * window's other numbers.
 */
public record DeriveBeforeUnpooling() implements Pass {

    @Override
    public Program apply(Program program) {
        Uses uses = new Uses(program);
        List<Value> values = new ArrayList<>(program.values());
        Rewriting rewriting = new Rewriting();
        for (Instruction instruction : program.instructions()) {
            Instruction spread = spreadBefore(uses, rewriting, instruction);
            if (spread == null) {
                rewriting.add(instruction, instruction.op() instanceof PoolingBackward);
                continue;
            }
            rewriting.remove(spread.output());
            int pooled = spread.inputs().get(1);
            int gradient = spread.inputs().get(2);
            int derived = values.size();
            values.add(Value.temporary(derived, program.value(gradient).type()));
            rewriting.add(new Instruction(instruction.op(), List.of(pooled, gradient), List.of(derived)), false);
            rewriting.add(
                    new Instruction(
                            spread.op(), List.of(spread.inputs().get(0), pooled, derived), instruction.outputs()),
                    true);
        }
        return new Program(values, rewriting.finish(), program.outputs(), program.assignments());
    }

    /** The gradient of the pooling whose result this instruction alone works on, if the two can change places. */
    private static @Nullable Instruction spreadBefore(Uses uses, Rewriting rewriting, Instruction instruction) {
        if (!(instruction.op() instanceof ElementwiseBackward derivative)) {
            return null;
        }
        int gradient = instruction.inputs().get(1);
        Instruction spread = rewriting.producer(gradient);
        if (spread == null
                || !uses.isSingle(gradient)
                || !spread.inputs().get(0).equals(instruction.inputs().get(0))) {
            return null;
        }
        Pooling pooling = ((PoolingBackward) spread.op()).pooling();
        boolean fits = pooling.kind() == Pooling.Kind.MAX
                && (keepsOrDrops(derivative.forward()) || (areApart(pooling) && isFinite(derivative.forward())));
        return fits ? spread : null;
    }

    /** Whether the derivative is 0 or 1: then it may be applied before or after gradients of several windows are added up. */
    private static boolean keepsOrDrops(Elementwise function) {
        return function.function() == ElementFunction.CLIP || function.isPlainRelu();
    }

    /** Whether the derivative follows from the result and is finite, so that it makes 0 of 0 in the cells without a gradient. */
    private static boolean isFinite(Elementwise function) {
        return switch (function.function()) {
            case RELU, TANH, LOGISTIC, ELU -> true;
            default -> false;
        };
    }

    /** Whether no cell is in two windows. */
    private static boolean areApart(Pooling pooling) {
        for (int axis = 0; axis < pooling.size().size(); axis++) {
            if (pooling.window().strides().get(axis) < pooling.size().get(axis)) {
                return false;
            }
        }
        return true;
    }
}
