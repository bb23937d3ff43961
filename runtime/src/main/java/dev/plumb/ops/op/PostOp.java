package dev.plumb.ops.op;

/** What {@link Fused} does to each element of a result before it is stored. */
public sealed interface PostOp {

    /** A function of the element alone. */
    record Apply(Elementwise elementwise) implements PostOp {}

    /** {@code function(element, operand)}; the operand is an input of the fused op that broadcasts to the result's shape. */
    record Combine(BinaryFunction function) implements PostOp {}
}
