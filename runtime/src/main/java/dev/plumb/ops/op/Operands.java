package dev.plumb.ops.op;

import dev.plumb.dsl.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The checks that many shape rules share. Every failure is an {@link IllegalArgumentException} that names the op. */
final class Operands {

    private Operands() {}

    static void count(Op op, List<ArrayType> inputs, int expected) {
        if (inputs.size() != expected) {
            throw new IllegalArgumentException(
                    op.label() + " takes " + expected + " operands, got " + inputs.size() + ": " + inputs);
        }
    }

    /** What is multiplied: both as float32, both as bfloat16 or both as whole numbers. */
    static void factors(Op op, List<ArrayType> inputs) {
        NumberWidth width = inputs.get(0).width();
        if (width == NumberWidth.FULL || !inputs.stream().allMatch(input -> input.width() == width)) {
            floats(op, inputs);
        }
    }

    static void floats(Op op, List<ArrayType> inputs) {
        for (ArrayType input : inputs) {
            dtype(op, input, DType.FLOAT32);
        }
    }

    static void dtype(Op op, ArrayType input, DType expected) {
        check(
                op,
                input.dtype() == expected && !input.narrow(),
                () -> "needs " + expected.label() + " operands, got " + input);
    }

    static void rankAtLeast(Op op, ArrayType input, int rank) {
        check(op, input.rank() >= rank, () -> "needs rank " + rank + " or more, got " + input);
    }

    static void same(Op op, ArrayType expected, ArrayType actual) {
        check(op, expected.equals(actual), () -> "expects " + expected + ", got " + actual);
    }

    /** The problem is only put into words if there is one: programs have thousands of ops. */
    static void check(Op op, boolean holds, Supplier<String> problem) {
        if (!holds) {
            throw new IllegalArgumentException(op.label() + " " + problem.get());
        }
    }

    /** NumPy's rule: shapes are aligned from the right; sizes are equal or one of them is 1. */
    static List<Integer> broadcast(Op op, List<Integer> left, List<Integer> right) {
        int rank = Math.max(left.size(), right.size());
        List<Integer> shape = new ArrayList<>(rank);
        for (int axis = 0; axis < rank; axis++) {
            int l = axis - (rank - left.size()) < 0 ? 1 : left.get(axis - (rank - left.size()));
            int r = axis - (rank - right.size()) < 0 ? 1 : right.get(axis - (rank - right.size()));
            check(op, l == r || l == 1 || r == 1, () -> "cannot broadcast " + left + " with " + right);
            shape.add(Math.max(l, r));
        }
        return shape;
    }
}
