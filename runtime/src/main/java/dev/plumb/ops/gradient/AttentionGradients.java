package dev.plumb.ops.gradient;

import dev.plumb.ops.Var;
import dev.plumb.ops.op.AttentionHeads;
import dev.plumb.ops.op.ScaledDotProductAttention;
import dev.plumb.ops.op.ScaledDotProductAttentionBackward;
import dev.plumb.ops.op.ScoreMask;
import java.util.ArrayList;
import java.util.List;

/** The gradient of attention. */
final class AttentionGradients {

    private AttentionGradients() {}

    static void attention(ScaledDotProductAttention op, Differentiation step) {
        if (op.keepsWeights() && step.hasGradient(1)) {
            throw new UnsupportedOperationException("the weights of an attention have no gradient");
        }
        List<Var> others = new ArrayList<>();
        for (int index = 1; index < op.operands(); index++) {
            others.add(step.input(index));
        }
        if (op.keepsWeights()) {
            others.add(step.output(1));
        }
        others.add(step.gradient(0));
        List<Var> gradients =
                step.input(0).applyAll(new ScaledDotProductAttentionBackward(op), others.toArray(Var[]::new));
        for (int index = 0; index < gradients.size(); index++) {
            step.add(index, gradients.get(index));
        }
    }

    static void second(ScaledDotProductAttentionBackward op, Differentiation step) {
        ScaledDotProductAttention forward = op.forward();
        int arrays = forward.heads().arrays();
        List<Var> operands = new ArrayList<>();
        List<Var> masks = new ArrayList<>();
        List<Var> arriving = new ArrayList<>();
        for (int index = 0; index < forward.operands(); index++) {
            (index < arrays ? operands : masks).add(step.input(index));
        }
        for (int index = 0; index < arrays; index++) {
            arriving.add(step.gradient(index));
        }
        List<Var> gradients =
                SecondGradients.of(own -> composed(forward, own, masks), operands, step.input(op.gradient()), arriving);
        for (int index = 0; index < arrays; index++) {
            step.add(index, gradients.get(index));
        }
        step.add(op.gradient(), gradients.get(arrays));
    }

    /** The op on its operands, in ops that have gradients of gradients. */
    private static Var composed(ScaledDotProductAttention op, List<Var> arrays, List<Var> masks) {
        AttentionHeads heads = op.heads();
        Var query = heads(heads, heads.query(), heads.queryHeads(), arrays);
        Var key = heads(heads, heads.key(), heads.keyValueHeads(), arrays);
        Var value = heads(heads, heads.value(), heads.keyValueHeads(), arrays);
        Var scores = query.matmul(key, false, true).times(op.scale());
        int queries = query.size(2);
        int keys = key.size(2);
        if (op.mask().excludes()) {
            ScoreMask mask = new ScoreMask(op.mask(), queries, keys, 0, queries, 0, keys);
            Var added = scores.recorder().record(mask, masks).get(0);
            // What is excluded has no gradient, also where nothing is seen.
            scores = scores.times(added.expandDims(1).equalTo(0)).plus(added.expandDims(1));
        }
        return scores.softmax(-1)
                .matmul(value)
                .transpose(0, 2, 1, 3)
                .reshape(query.size(0), queries, heads.result().width());
    }

    /** A part of the arrays as [batch, heads of the query, steps, size]. */
    private static Var heads(AttentionHeads heads, AttentionHeads.Part part, int count, List<Var> arrays) {
        Var array = arrays.get(part.array());
        Var split = array.slice(2, part.begin(), count * part.size())
                .reshape(array.size(0), array.size(1), count, part.size())
                .transpose(0, 2, 1, 3);
        return split.repeat(heads.queryHeads() / count, 1);
    }
}
