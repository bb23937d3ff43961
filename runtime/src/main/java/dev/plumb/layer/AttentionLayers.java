package dev.plumb.layer;

import dev.plumb.dsl.ScoreMode;
import dev.plumb.dsl.layer.AdditiveAttentionLayer;
import dev.plumb.dsl.layer.AttentionLayer;
import dev.plumb.graph.rule.AttentionSpec;
import dev.plumb.graph.rule.HeadsAttentionSpec;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Attention. Batch B, heads H, steps T of the query and S of the value. */
final class AttentionLayers {
    /** What takes the place of the scores that a mask excludes: far below any other, and finite, so that a row of nothing else is uniform. */
    static final float EXCLUDED = -0.7f * Float.MAX_VALUE;

    private AttentionLayers() {}

    /** What Keras subtracts from the scores that a mask excludes, where heads have no part in it. */
    private static final float FAR = 1e9f;

    static <S extends HeadsAttentionSpec> List<Var> heads(S spec, LayerContext context, List<Var> inputs) {
        Var found = HeadsAttention.applies(spec, context, inputs)
                ? HeadsAttention.found(spec, context, inputs)
                : composed(spec, context, inputs);
        Var gated = spec.useGate()
                ? found.times(projected(spec, context, inputs.get(0), "gate").logistic())
                : found;
        return List.of(output(spec, context, gated));
    }

    /** What the heads find, in ops that keep all weights: some may be dropped. */
    private static Var composed(HeadsAttentionSpec spec, LayerContext context, List<Var> inputs) {
        int count = inputs.size();
        // Scaled before the scores exist: fewer elements, and within the product that makes them.
        float scale = (float) (1 / Math.sqrt(spec.headKeyDim()));
        Var query = heads(
                spec.queryHeads(),
                projected(spec, context, inputs.get(0), "query").times(scale));
        Var key = shared(spec, projected(spec, context, inputs.get(spec.keyInput(count)), "key"));
        Var value = shared(spec, projected(spec, context, inputs.get(spec.valueInput(count)), "value"));

        Var scores = query.matmul(key, false, true);
        Optional<Var> mask = mask(spec, context, inputs);
        Var weights = mask.map(allowed -> scores.times(allowed).plus(allowed.linear(-EXCLUDED, EXCLUDED)))
                .orElse(scores)
                .softmax(-1);
        // Keras takes another way where it may have to drop, and on that way a step that sees nothing has weights of 0.
        Var seen = spec.dropout() > 0 && mask.isPresent() ? weights.times(mask.get()) : weights;
        return joined(RegularizationLayers.dropped(spec.dropout(), seen.shape(), context, seen)
                .matmul(value));
    }

    /** Attention without projections: a score for each pair of steps of query and key, then a mean of the values. */
    private static List<Var> mean(AttentionSpec spec, LayerContext context, List<Var> inputs, Var scores) {
        Var value = inputs.get(spec.valueInput(inputs.size()));
        Optional<Var> allowed = allowed(spec, context, inputs);
        Var weights = allowed.map(seen -> scores.plus(seen.linear(FAR, -FAR)))
                .orElse(scores)
                .softmax(-1);
        Var dropped = RegularizationLayers.dropped(spec.dropout(), weights.shape(), context, weights);
        Var found = dropped.matmul(value);
        return List.of(context.mask(0)
                .map(mask -> found.where(Masks.alignedBefore(mask, found.rank()), 0))
                .orElse(found));
    }

    /** 1 where a step of the value is valid and not later; broadcasts to (B, T, S). */
    private static Optional<Var> allowed(AttentionSpec spec, LayerContext context, List<Var> inputs) {
        int value = spec.valueInput(inputs.size());
        int columns = inputs.get(value).size(1);
        Optional<Var> valid = context.mask(value).map(mask -> mask.reshape(mask.size(0), 1, columns));
        if (!spec.useCausalMask()) {
            return valid;
        }
        Var causal = band(
                        inputs.get(0),
                        inputs.get(0).size(1),
                        columns,
                        inputs.get(0).size(1),
                        0)
                .reshape(1, inputs.get(0).size(1), columns);
        return Optional.of(valid.map(causal::times).orElse(causal));
    }

    static List<Var> attention(AttentionLayer spec, LayerContext context, List<Var> inputs) {
        Var query = inputs.get(0);
        Var key = inputs.get(spec.keyInput(inputs.size()));
        Optional<Var> scale = spec.useScale() ? Optional.of(context.weight("scale")) : Optional.empty();
        Var scores;
        if (spec.scoreMode() == ScoreMode.DOT_SCORE) {
            Var products = query.matmul(key, false, true);
            scores = scale.map(products::times).orElse(products);
        } else {
            Var sums = sums(query, key);
            scores = scale.map(sums::times).orElse(sums).tanh().sum(-1).times(context.weight("concat_score_weight"));
        }
        return mean(spec, context, inputs, scores);
    }

    static List<Var> additiveAttention(AdditiveAttentionLayer spec, LayerContext context, List<Var> inputs) {
        Var compared =
                sums(inputs.get(0), inputs.get(spec.keyInput(inputs.size()))).tanh();
        Var scaled = spec.useScale() ? compared.times(context.weight("scale")) : compared;
        return mean(spec, context, inputs, scaled.sum(-1));
    }

    /** The sum of each step of the query and each of the key: (B, T, S, features). */
    private static Var sums(Var query, Var key) {
        return query.expandDims(2).plus(key.expandDims(1));
    }

    /** Projections of (B, steps, features) to (B, steps, heads · size), those of several roles side by side, by one product. */
    static Var projected(HeadsAttentionSpec spec, LayerContext context, Var x, String... roles) {
        List<Var> kernels = new ArrayList<>();
        List<Var> biases = new ArrayList<>();
        for (String role : roles) {
            Var kernel = context.weight(role + "/kernel");
            int width = kernel.type().product(1, 3);
            kernels.add(kernel.reshape(x.size(-1), width));
            if (spec.useBias()) {
                biases.add(context.weight(role + "/bias").reshape(width));
            }
        }
        Var product = x.matmul(Var.concatenated(1, kernels));
        return spec.useBias() ? product.plus(Var.concatenated(0, biases)) : product;
    }

    /** (B, steps, heads · size) as (B, heads, steps, size). */
    private static Var heads(int heads, Var projected) {
        int size = projected.size(-1) / heads;
        return projected
                .reshape(projected.size(0), projected.size(1), heads, size)
                .transpose(0, 2, 1, 3);
    }

    /** The heads of key or value, each as often as heads of the query share it. */
    private static Var shared(HeadsAttentionSpec spec, Var projected) {
        Var heads = heads(spec.keyValueHeads(), projected);
        int times = spec.queryHeads() / spec.keyValueHeads();
        if (times == 1) {
            return heads;
        }
        List<Integer> repeated = List.of(heads.size(0), spec.keyValueHeads(), times, heads.size(2), heads.size(3));
        return heads.expandDims(2)
                .broadcastTo(repeated)
                .reshape(heads.size(0), spec.queryHeads(), heads.size(2), heads.size(3));
    }

    /** What the heads found, (B, H, T, size), side by side: (B, T, H · size). */
    private static Var joined(Var found) {
        return found.transpose(0, 2, 1, 3).reshape(found.size(0), found.size(2), found.size(1) * found.size(3));
    }

    /** The projection of what the heads found to the axes of the result. */
    static Var output(HeadsAttentionSpec spec, LayerContext context, Var found) {
        Var kernel = context.weight("attention_output/kernel");
        int features = kernel.type().product(2, kernel.rank());
        Var product = found.matmul(kernel.reshape(found.size(-1), features));
        Var sum = spec.useBias()
                ? product.plus(context.weight("attention_output/bias").reshape(features))
                : product;
        List<Integer> shape = new ArrayList<>(found.shape().subList(0, 2));
        shape.addAll(kernel.shape().subList(2, kernel.rank()));
        return sum.reshape(shape);
    }

    /** 1 where a step of the query sees a step of the value, 0 elsewhere; broadcasts to (B, H, T, S). */
    private static Optional<Var> mask(HeadsAttentionSpec spec, LayerContext context, List<Var> inputs) {
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
        int window = spec.slidingWindow() == -1 ? Math.max(rows, columns) : spec.slidingWindow();
        if (spec.useCausalMask() || spec.slidingWindow() != -1) {
            masks.add(band(inputs.get(0), rows, columns, window - 1, spec.useCausalMask() ? 0 : window - 1));
        }
        return masks.stream().reduce(Var::times);
    }

    /** 1 for columns from so many before a row to so many after it. */
    private static Var band(Var query, int rows, int columns, int before, int after) {
        float[] allowed = new float[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int column = Math.max(0, row - before); column <= Math.min(row + after, columns - 1); column++) {
                allowed[row * columns + column] = 1;
            }
        }
        return query.recorder().constant(ArrayType.float32(1, 1, rows, columns), Literal.of(allowed));
    }
}
