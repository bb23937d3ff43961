package dev.plumb.ops.op;

import java.util.List;

/**
 * Repeats an array to a larger shape by NumPy's rule.
 *
 * @param shape the shape of the result
 */
public record Broadcast(List<Integer> shape) implements Op {

    /** Copies the list. */
    public Broadcast {
        shape = List.copyOf(shape);
    }

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 1);
        Operands.floats(this, inputs);
        ArrayType source = inputs.get(0);
        Operands.check(
                this,
                Operands.broadcast(this, source.shape(), shape).equals(shape),
                () -> "cannot make " + shape + " of " + source);
        return List.of(source.withShape(shape));
    }
}
