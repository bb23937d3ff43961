package dev.plumb.ops.op;

import java.util.List;

/**
 * Gradient of a {@link ScaledDotProductAttention}. Operands: those of the forward op, its weights if it keeps them, the gradient of its
 * result, {@linkplain ArrayType#narrow() narrow} where query, key and value are. Results: the gradient of each array of query, key and value.
 *
 * @param forward the forward op
 */
public record ScaledDotProductAttentionBackward(ScaledDotProductAttention forward) implements Op {

    /** The position of the gradient of the result among the operands. */
    public int gradient() {
        return forward.operands() + (forward.keepsWeights() ? 1 : 0);
    }

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, gradient() + 1);
        List<ArrayType> results = forward.infer(inputs.subList(0, forward.operands()));
        if (forward.keepsWeights()) {
            Operands.same(this, results.get(1), inputs.get(forward.operands()));
        }
        NumberWidth width = inputs.get(0).width();
        Operands.same(this, results.get(0).withWidth(width), inputs.get(gradient()));
        return inputs.subList(0, forward.heads().arrays()).stream()
                .map(array -> array.withWidth(NumberWidth.FULL))
                .toList();
    }
}
