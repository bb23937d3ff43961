package dev.plumb.ops.op;

import org.jspecify.annotations.Nullable;

/** What {@link Fused} does to each element of a result before it is stored. */
public sealed interface PostOp {

    /** A function of the element alone. */
    record Apply(Elementwise elementwise) implements PostOp {
        /** Written out for the sake of a quick start: docs/architecture.md. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Apply apply && elementwise.equals(apply.elementwise);
        }

        @Override
        public int hashCode() {
            return elementwise.hashCode();
        }
    }

    /** {@code function(element, operand)}; the operand is an input of the fused op that broadcasts to the result's shape. */
    record Combine(BinaryFunction function) implements PostOp {}
}
