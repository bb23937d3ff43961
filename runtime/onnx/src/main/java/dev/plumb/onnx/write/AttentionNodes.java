package dev.plumb.onnx.write;

import dev.plumb.dsl.DType;
import dev.plumb.ops.op.AttentionHeads;
import dev.plumb.ops.op.AttentionMask;
import dev.plumb.ops.op.ScaledDotProductAttention;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Attention: products over [batch, heads of key and value, heads that share them, steps, size], with a softmax between. */
final class AttentionNodes {
    private final Call<ScaledDotProductAttention> call;
    private final Scope scope;
    private final AttentionHeads heads;
    private final AttentionMask mask;

    private AttentionNodes(Call<ScaledDotProductAttention> call) {
        this.call = call;
        this.scope = call.scope();
        this.heads = call.op().heads();
        this.mask = call.op().mask();
    }

    static List<String> attention(Call<ScaledDotProductAttention> call) {
        return new AttentionNodes(call).write();
    }

    private List<String> write() {
        if (call.isRead().size() > 1 && call.isRead().get(1)) {
            throw call.refused("gives its weights to others");
        }
        String query = heads(heads.query(), heads.sharing());
        String key = heads(heads.key(), 1);
        String value = heads(heads.value(), 1);
        String scores = scope.node("MatMul", List.of(query, scope.transpose(key, Scope.swapped(5, 3, 4))));
        scores = scope.node("Mul", List.of(scores, scope.constant(call.op().scale())));
        Optional<String> seen = seen();
        if (seen.isPresent()) {
            String isSeen = scope.cast(seen.get(), DType.BOOL);
            String added = scope.node("Where", List.of(isSeen, scope.constant(0f), scope.constant(mask.excluded())));
            scores = scope.node("Add", List.of(scores, added));
        }
        String weights = scope.node("Softmax", List.of(scores), Attributes.number("axis", -1));
        String found = scope.node("MatMul", List.of(weights, value));
        String joined = scope.reshape(
                scope.transpose(found, List.of(0, 3, 1, 2, 4)),
                0,
                0,
                heads.result().width());
        return call.op().keepsWeights() ? List.of(joined, "") : List.of(joined);
    }

    /** The heads of query, key or value: [batch, heads of key and value, so many that share them, steps, size]. */
    private String heads(AttentionHeads.Part part, int sharing) {
        int width = heads.keyValueHeads() * sharing * part.size();
        String array = call.input(part.array());
        String rows = width == part.width()
                ? array
                : scope.slice(array, 2, scope.longs(part.begin()), scope.longs(part.begin() + (long) width));
        String split = scope.reshape(rows, 0, 0, heads.keyValueHeads(), sharing, part.size());
        return scope.transpose(split, List.of(0, 2, 3, 1, 4));
    }

    /** 1 where a query sees a key, 0 elsewhere; broadcasts to the scores. */
    private Optional<String> seen() {
        List<String> masks = new ArrayList<>();
        int operand = heads.arrays();
        List<VaryingSize> shape = call.shape(0);
        if (mask.keys()) {
            masks.add(placed(operand++, List.of(1, 2, 3)));
        }
        if (mask.queries()) {
            masks.add(placed(operand++, List.of(1, 2, 4)));
        }
        if (mask.pairs()) {
            masks.add(placed(operand, List.of(1, 2)));
        }
        if (mask.isBand()) {
            VaryingSize queries = shape.get(1);
            VaryingSize keys = call.shape(heads.key().array()).get(1);
            masks.add(ConstantNodes.band(
                    scope,
                    queries,
                    keys,
                    mask.before() == AttentionMask.UNLIMITED ? Integer.MIN_VALUE : -mask.before(),
                    mask.after()));
        }
        return masks.stream().reduce((left, right) -> scope.node("Mul", List.of(left, right)));
    }

    private String placed(int operand, List<Integer> axes) {
        String valid =
                scope.node("Not", List.of(scope.node("Equal", List.of(call.input(operand), scope.constant(0f)))));
        return scope.node("Unsqueeze", List.of(scope.cast(valid, DType.FLOAT32), scope.longs(axes)));
    }
}
