package dev.plumb.layer;

import dev.plumb.dsl.layer.MultiHeadAttentionLayer;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Attention. Batch B, heads H, steps T of the query and S of the value. */
final class AttentionLayers {
    /** What takes the place of the scores that a mask excludes: far below any other, and finite, so that a row of nothing else is uniform. */
    private static final float EXCLUDED = -0.7f * Float.MAX_VALUE;

    private AttentionLayers() {}

    static List<Var> multiHeadAttention(MultiHeadAttentionLayer spec, LayerContext context, List<Var> inputs) {
        int count = inputs.size();
        // Scaled before the scores exist: fewer elements, and within the product that makes them.
        float scale = (float) (1 / Math.sqrt(spec.keyDim()));
        Var query = heads(spec, projected(spec, context, "query", inputs.get(0)).times(scale));
        Var key = heads(spec, projected(spec, context, "key", inputs.get(spec.keyInput(count))));
        Var value = heads(spec, projected(spec, context, "value", inputs.get(spec.valueInput(count))));

        Var scores = query.matmul(key, false, true);
        Optional<Var> mask = mask(spec, context, inputs);
        Var weights = mask.map(allowed -> scores.times(allowed).plus(allowed.linear(-EXCLUDED, EXCLUDED)))
                .orElse(scores)
                .softmax(-1);
        // Keras takes another way where it may have to drop, and on that way a step that sees nothing has weights of 0.
        Var seen = spec.dropout() > 0 && mask.isPresent() ? weights.times(mask.get()) : weights;
        Var dropped = RegularizationLayers.dropped(spec.dropout(), seen.shape(), context, seen);
        return List.of(output(spec, context, inputs.get(0), dropped.matmul(value)));
    }

    /** A projection of (B, steps, features) to (B, steps, H · size). */
    private static Var projected(MultiHeadAttentionLayer spec, LayerContext context, String role, Var x) {
        Var kernel = context.weight(role + "/kernel");
        int width = kernel.type().product(1, 3);
        Var product = x.matmul(kernel.reshape(x.size(-1), width));
        return spec.useBias() ? product.plus(context.weight(role + "/bias").reshape(width)) : product;
    }

    /** (B, steps, H · size) as (B, H, steps, size). */
    private static Var heads(MultiHeadAttentionLayer spec, Var projected) {
        int size = projected.size(-1) / spec.numHeads();
        return projected
                .reshape(projected.size(0), projected.size(1), spec.numHeads(), size)
                .transpose(0, 2, 1, 3);
    }

    /** The projection of what the heads found, (B, H, T, size), to the axes of the result. */
    private static Var output(MultiHeadAttentionLayer spec, LayerContext context, Var query, Var found) {
        Var kernel = context.weight("attention_output/kernel");
        int features = kernel.type().product(2, kernel.rank());
        int width = spec.numHeads() * spec.headValueDim();
        Var joined = found.transpose(0, 2, 1, 3).reshape(query.size(0), query.size(1), width);
        Var product = joined.matmul(kernel.reshape(width, features));
        Var sum = spec.useBias()
                ? product.plus(context.weight("attention_output/bias").reshape(features))
                : product;
        List<Integer> shape = new ArrayList<>(query.shape().subList(0, 2));
        shape.addAll(kernel.shape().subList(2, kernel.rank()));
        return sum.reshape(shape);
    }

    /** 1 where a step of the query sees a step of the value, 0 elsewhere; broadcasts to (B, H, T, S). */
    private static Optional<Var> mask(MultiHeadAttentionLayer spec, LayerContext context, List<Var> inputs) {
        int count = inputs.size();
        int batch = inputs.get(0).size(0);
        int rows = inputs.get(0).size(1);
        int columns = inputs.get(spec.valueInput(count)).size(1);
        List<Var> masks = new ArrayList<>();
        context.mask(0).ifPresent(mask -> masks.add(mask.reshape(batch, 1, rows, 1)));
        context.mask(spec.valueInput(count)).ifPresent(mask -> masks.add(mask.reshape(batch, 1, 1, columns)));
        if (spec.keyInput(count) != spec.valueInput(count)) {
            context.mask(spec.keyInput(count)).ifPresent(mask -> masks.add(mask.reshape(batch, 1, 1, columns)));
        }
        spec.maskInput(count)
                .ifPresent(index -> masks.add(Masks.valid(inputs.get(index)).reshape(batch, 1, rows, columns)));
        if (spec.useCausalMask()) {
            masks.add(causal(inputs.get(0), rows, columns));
        }
        return masks.stream().reduce(Var::times);
    }

    private static Var causal(Var query, int rows, int columns) {
        float[] allowed = new float[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column <= Math.min(row, columns - 1); column++) {
                allowed[row * columns + column] = 1;
            }
        }
        return query.recorder().constant(ArrayType.float32(1, 1, rows, columns), Literal.of(allowed));
    }
}
