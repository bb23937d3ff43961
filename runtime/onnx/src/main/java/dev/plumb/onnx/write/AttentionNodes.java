package dev.plumb.onnx.write;

import ai.onnx.proto.OnnxMl.AttributeProto;
import dev.plumb.dsl.DType;
import dev.plumb.ops.op.AttentionHeads;
import dev.plumb.ops.op.AttentionMask;
import dev.plumb.ops.op.ScaledDotProductAttention;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Attention, one node: heads lie side by side in ONNX, too, and heads of the query share those of key and value in the same order. */
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
        scope.requireOpset(Opset.ATTENTION);
        List<AttributeProto> attributes = new ArrayList<>(List.of(
                Attributes.number("q_num_heads", heads.queryHeads()),
                Attributes.number("kv_num_heads", heads.keyValueHeads()),
                Attributes.fraction("scale", call.op().scale())));
        List<String> inputs = new ArrayList<>(
                List.of(part(heads.query(), heads.sharing()), part(heads.key(), 1), part(heads.value(), 1)));
        if (isCausal()) {
            attributes.add(Attributes.number("is_causal", 1));
        } else {
            added().ifPresent(inputs::add);
        }
        String found = scope.node("Attention", inputs, attributes.toArray(AttributeProto[]::new));
        return call.op().keepsWeights() ? List.of(found, "") : List.of(found);
    }

    /** Query, key or value: the heads lie side by side, as ONNX has them. */
    private String part(AttentionHeads.Part part, int sharing) {
        int width = heads.keyValueHeads() * sharing * part.size();
        String array = call.input(part.array());
        return width == part.width()
                ? array
                : scope.slice(array, 2, scope.longs(part.begin()), scope.longs(part.begin() + (long) width));
    }

    private VaryingSize queries() {
        return call.shape(0).get(1);
    }

    private VaryingSize keys() {
        return call.shape(heads.key().array()).get(1);
    }

    /** Whether a step sees all up to itself, which ONNX has a word for. */
    private boolean isCausal() {
        return !mask.isGiven()
                && mask.before() == AttentionMask.UNLIMITED
                && mask.after() == 0
                && queries().equals(keys());
    }

    /** What is added to the scores, [batch, 1, queries, keys]: numbers and no truth values, so that a step which sees nothing has equal weights. */
    private Optional<String> added() {
        return seen().map(seen -> {
            String isSeen = scope.cast(seen, DType.BOOL);
            String added = scope.node("Where", List.of(isSeen, scope.constant(0f), scope.constant(mask.excluded())));
            VaryingSize one = queries().constant(1);
            List<VaryingSize> shape = List.of(mask.isGiven() ? call.shape(0).get(0) : one, one, queries(), keys());
            return scope.node("Expand", List.of(added, scope.sizes().shape(shape)));
        });
    }

    /** 1 where a query sees a key, 0 elsewhere; broadcasts to the scores. */
    private Optional<String> seen() {
        List<String> masks = new ArrayList<>();
        int operand = heads.arrays();
        if (mask.keys()) {
            masks.add(placed(operand++, List.of(1, 2)));
        }
        if (mask.queries()) {
            masks.add(placed(operand++, List.of(1, 3)));
        }
        if (mask.pairs()) {
            masks.add(placed(operand, List.of(1)));
        }
        if (mask.isBand()) {
            masks.add(ConstantNodes.band(
                    scope,
                    queries(),
                    keys(),
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
