package dev.plumb.ops;

import java.util.ArrayList;
import java.util.List;

/** Several arrays in the one shape that all of them broadcast to. */
final class Broadcasting {

    private final List<Var> operands;

    private Broadcasting(List<Var> operands) {
        this.operands = operands;
    }

    static Broadcasting of(String op, Var... operands) {
        List<Integer> shape = List.of();
        for (Var operand : operands) {
            shape = joined(op, shape, operand.shape(), operands);
        }
        List<Var> all = new ArrayList<>();
        for (Var operand : operands) {
            all.add(operand.broadcastTo(shape));
        }
        return new Broadcasting(all);
    }

    Var get(int index) {
        return operands.get(index);
    }

    private static List<Integer> joined(String op, List<Integer> left, List<Integer> right, Var... operands) {
        int rank = Math.max(left.size(), right.size());
        List<Integer> shape = new ArrayList<>();
        for (int axis = 0; axis < rank; axis++) {
            int l = at(left, axis - rank + left.size());
            int r = at(right, axis - rank + right.size());
            Require.that(
                    l == r || l == 1 || r == 1, () -> op + " cannot broadcast " + left + " with " + right, operands);
            shape.add(Math.max(l, r));
        }
        return shape;
    }

    private static int at(List<Integer> shape, int axis) {
        return axis < 0 ? 1 : shape.get(axis);
    }
}
