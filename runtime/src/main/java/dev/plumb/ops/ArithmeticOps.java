package dev.plumb.ops;

import dev.plumb.ops.op.Binary;
import dev.plumb.ops.op.BinaryFunction;
import dev.plumb.ops.op.Power;
import dev.plumb.ops.op.Select;

/**
 * Functions of two arrays, element by element. Shapes broadcast as in NumPy: they are aligned at the last axis, and sizes are equal or one
 * of them is 1. Comparisons and logic give 1 and 0, and have no gradient.
 */
public sealed interface ArithmeticOps permits Var {

    private Var self() {
        return (Var) this;
    }

    private Var constant(float number) {
        return self().recorder().constant(number);
    }

    /** Any function of two arrays. */
    default Var binary(BinaryFunction function, Var other) {
        return self().apply(new Binary(function), other);
    }

    default Var plus(Var other) {
        return binary(BinaryFunction.ADD, other);
    }

    default Var minus(Var other) {
        return binary(BinaryFunction.SUBTRACT, other);
    }

    default Var times(Var other) {
        return binary(BinaryFunction.MULTIPLY, other);
    }

    default Var dividedBy(Var other) {
        return binary(BinaryFunction.DIVIDE, other);
    }

    /** The larger of both; of equals the gradient goes to this. */
    default Var maximum(Var other) {
        return binary(BinaryFunction.MAXIMUM, other);
    }

    /** The smaller of both; of equals the gradient goes to this. */
    default Var minimum(Var other) {
        return binary(BinaryFunction.MINIMUM, other);
    }

    /** {@code this^exponent}; NaN for a negative base with an exponent that is no whole number. */
    default Var pow(Var exponent) {
        Broadcasting both = Broadcasting.of("pow", self(), exponent);
        return both.get(0).apply(new Power(), both.get(1));
    }

    default Var plus(float number) {
        return self().linear(1, number);
    }

    default Var minus(float number) {
        return self().linear(1, -number);
    }

    default Var times(float number) {
        return self().linear(number, 0);
    }

    default Var dividedBy(float number) {
        return self().linear(1 / number, 0);
    }

    /** {@code number - this}. */
    default Var subtractedFrom(float number) {
        return self().linear(-1, number);
    }

    /** {@code number / this}. */
    default Var dividing(float number) {
        return constant(number).dividedBy(self());
    }

    default Var maximum(float number) {
        return maximum(constant(number));
    }

    default Var minimum(float number) {
        return minimum(constant(number));
    }

    // Comparisons.

    /** 1 where this is greater, else 0. */
    default Var greater(Var other) {
        return binary(BinaryFunction.GREATER, other);
    }

    /** 1 where this is greater or equal, else 0. */
    default Var greaterOrEqual(Var other) {
        return binary(BinaryFunction.GREATER_OR_EQUAL, other);
    }

    /** 1 where this is less, else 0. */
    default Var less(Var other) {
        return binary(BinaryFunction.LESS, other);
    }

    /** 1 where this is less or equal, else 0. */
    default Var lessOrEqual(Var other) {
        return binary(BinaryFunction.LESS_OR_EQUAL, other);
    }

    /** 1 where both are equal, else 0. */
    default Var equalTo(Var other) {
        return binary(BinaryFunction.EQUAL, other);
    }

    /** 1 where both differ, else 0; NaN differs from itself. */
    default Var notEqualTo(Var other) {
        return binary(BinaryFunction.NOT_EQUAL, other);
    }

    /** 1 where this is greater than the number, else 0. */
    default Var greater(float number) {
        return greater(constant(number));
    }

    /** 1 where this is at least the number, else 0. */
    default Var greaterOrEqual(float number) {
        return greaterOrEqual(constant(number));
    }

    /** 1 where this is less than the number, else 0. */
    default Var less(float number) {
        return less(constant(number));
    }

    /** 1 where this is at most the number, else 0. */
    default Var lessOrEqual(float number) {
        return lessOrEqual(constant(number));
    }

    /** 1 where this is the number, else 0. */
    default Var equalTo(float number) {
        return equalTo(constant(number));
    }

    /** 1 where this is not the number, else 0. */
    default Var notEqualTo(float number) {
        return notEqualTo(constant(number));
    }

    // Logic on masks of 1 and 0.

    /** 1 where both masks are 1. */
    default Var and(Var mask) {
        return minimum(mask);
    }

    /** 1 where either mask is 1. */
    default Var or(Var mask) {
        return maximum(mask);
    }

    /** 1 where this mask is 0. */
    default Var not() {
        return equalTo(0);
    }

    /**
     * This where the condition is not 0, the other elsewhere; all three broadcast. A NaN in what is not taken harms neither the value nor
     * the gradient of this op. It does harm where the op that made it multiplies its infinite slope by the gradient 0, as in
     * {@code x.log().where(x.greater(0), 0)}: give that op a harmless operand there, {@code x.where(x.greater(0), 1).log()}.
     */
    default Var where(Var condition, Var other) {
        Broadcasting all = Broadcasting.of("where", condition, self(), other);
        return all.get(0).apply(new Select(), all.get(1), all.get(2));
    }

    /** This where the condition is not 0, the number elsewhere. */
    default Var where(Var condition, float other) {
        return where(condition, constant(other));
    }
}
