package dev.plumb.ops.op;

import java.util.ArrayList;
import java.util.List;

/**
 * Matrix product of [batch…, m, k] and [batch…, k, n] with equal batch axes, or of [any…, k] and [k, n].
 * The result is float32, also of {@linkplain ArrayType#narrow() narrow} operands; so are those of convolutions and their gradients.
 *
 * @param transposeA the last two axes of the first operand are swapped first
 * @param transposeB the last two axes of the second operand are swapped first
 */
public record MatMul(boolean transposeA, boolean transposeB) implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 2);
        Operands.factors(this, inputs);
        ArrayType a = inputs.get(0);
        ArrayType b = inputs.get(1);
        Operands.rankAtLeast(this, a, 2);
        Operands.rankAtLeast(this, b, 2);
        int inner = a.size(transposeA ? -2 : -1);
        int other = b.size(transposeB ? -1 : -2);
        Operands.check(
                this,
                inner == other,
                () -> "inner sizes differ: " + inner + " and " + other + " in " + a + " and " + b);
        boolean shared = b.rank() == 2 && a.rank() > 2;
        if (shared) {
            Operands.check(this, !transposeA, () -> "cannot transpose " + a + " against the shared matrix " + b);
        } else {
            Operands.check(
                    this,
                    a.rank() == b.rank()
                            && a.shape()
                                    .subList(0, a.rank() - 2)
                                    .equals(b.shape().subList(0, b.rank() - 2)),
                    () -> "batch axes differ: " + a + " and " + b);
        }
        List<Integer> shape = new ArrayList<>(a.shape().subList(0, a.rank() - 2));
        shape.add(a.size(transposeA ? -1 : -2));
        shape.add(b.size(transposeB ? -2 : -1));
        return List.of(a.withWidth(NumberWidth.FULL).withShape(shape));
    }
}
