package dev.plumb.ops.op;

import java.util.List;

/**
 * The first operand, as if it were a function of the others with a gradient of its own. Costs nothing: the result is an alias.
 *
 * @param rule from the gradient of the result to those of the operands after the first
 */
public record CustomGradient(GradientRule<?> rule) implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.check(this, inputs.size() >= 2, () -> "needs a value and what it depends on, got " + inputs);
        Operands.floats(this, inputs);
        return inputs.subList(0, 1);
    }
}
