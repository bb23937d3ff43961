package dev.plumb.ops.op;

import java.util.List;

/**
 * The same elements in row-major order under another shape. Costs nothing: the result is an alias.
 *
 * @param shape the new shape
 */
public record Reshape(List<Integer> shape) implements Op {

    /** Copies the list. */
    public Reshape {
        shape = List.copyOf(shape);
    }

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 1);
        ArrayType source = inputs.get(0);
        ArrayType result = source.withShape(shape);
        Operands.check(this, result.elements() == source.elements(), () -> "cannot make " + shape + " of " + source);
        return List.of(result);
    }
}
