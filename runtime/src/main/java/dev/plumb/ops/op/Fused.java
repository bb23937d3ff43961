package dev.plumb.ops.op;

import java.util.List;

/**
 * An op whose result is worked on before it is stored. Only passes make it. Operands: those of the base op, the bias if
 * there is one, then one for each {@link PostOp.Combine} in order.
 *
 * @param base a matrix product, a convolution or an element-wise op
 * @param bias whether a bias over the last axis is added first (matrix product and convolution only)
 * @param postOps what follows, in order
 */
public record Fused(Op base, boolean bias, List<PostOp> postOps) implements Op {

    /** Throws {@link IllegalArgumentException} if the base takes no post-ops. */
    public Fused {
        postOps = List.copyOf(postOps);
        boolean contraction = base instanceof MatMul || base instanceof Convolution;
        if (!contraction && !(base instanceof Elementwise) && !(base instanceof Binary)) {
            throw new IllegalArgumentException(base.label() + " takes no post-ops");
        }
        if (bias && !contraction) {
            throw new IllegalArgumentException(base.label() + " takes no bias");
        }
    }

    /** Number of operands of the base op. */
    public int baseOperands() {
        return base instanceof Elementwise ? 1 : 2;
    }

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        long combines =
                postOps.stream().filter(PostOp.Combine.class::isInstance).count();
        Operands.count(this, inputs, baseOperands() + (bias ? 1 : 0) + (int) combines);
        Operands.floats(this, inputs.subList(baseOperands(), inputs.size()));
        List<ArrayType> results = base.infer(inputs.subList(0, baseOperands()));
        ArrayType result = results.get(0);
        if (bias) {
            ArrayType vector = inputs.get(baseOperands());
            Operands.check(
                    this,
                    vector.elements() == result.size(-1) && vector.size(-1) == result.size(-1),
                    () -> "bias " + vector + " does not fit the last axis of " + result);
        }
        for (ArrayType operand : inputs.subList(baseOperands() + (bias ? 1 : 0), inputs.size())) {
            List<Integer> shape = Operands.broadcast(this, result.shape(), operand.shape());
            Operands.check(this, shape.equals(result.shape()), () -> "operand " + operand + " would enlarge " + result);
        }
        return results;
    }

    @Override
    public String label() {
        StringBuilder text = new StringBuilder(base.label());
        if (bias) {
            text.append("+bias");
        }
        for (PostOp postOp : postOps) {
            text.append('+');
            if (postOp instanceof PostOp.Apply apply) {
                text.append(apply.elementwise().function());
            } else if (postOp instanceof PostOp.Combine combine) {
                text.append(combine.function());
            }
        }
        return text.toString();
    }
}
