package dev.plumb.layer;

import dev.plumb.graph.rule.HeadsAttentionSpec;
import dev.plumb.ops.Var;
import java.util.ArrayList;
import java.util.List;

/**
 * Causal attention of a few new steps, that finds the keys and values of all earlier steps in a cache. Batch B, heads H, of key and value G; new steps n, a cache for
 * C steps.
 */
public final class CachedAttention {
    /** What is added to the score of a step that is not seen: its weight is 0 then. */
    public static final float EXCLUDED = AttentionLayers.EXCLUDED;

    private CachedAttention() {}

    /** What one layer keeps of earlier steps. */
    public interface Cache {

        /**
         * Adds the new steps behind the earlier ones.
         *
         * @param role {@code key} or {@code value}
         * @param rows (B, G, n, size)
         * @return all steps: (B, G, C, size)
         */
        Var append(String role, Var rows);

        /**
         * What is added to the scores of the new steps, (1, 1, n, C): 0 where a step sees another, and {@link #EXCLUDED} elsewhere.
         *
         * @param window how many steps a step sees, itself included
         */
        Var mask(int window);
    }

    /** The outputs of the layer for new steps of its inputs. Without masks that travel, in inference. */
    public static List<Var> lower(HeadsAttentionSpec spec, LayerContext context, Cache cache, List<Var> inputs) {
        int count = inputs.size();
        Var x = inputs.get(0);
        int batch = x.size(0);
        int steps = x.size(1);
        int groups = spec.keyValueHeads();
        float scale = (float) (1 / Math.sqrt(spec.headKeyDim()));
        Var query = heads(spec.queryHeads(), AttentionLayers.projected(spec, context, x, "query"));
        Var keys = cache.append(
                "key",
                heads(groups, AttentionLayers.projected(spec, context, inputs.get(spec.keyInput(count)), "key")));
        Var values = cache.append(
                "value",
                heads(groups, AttentionLayers.projected(spec, context, inputs.get(spec.valueInput(count)), "value")));
        int capacity = keys.size(2);

        // Heads that share a key are rows of one product. Scores are scaled, not the query: so its projection is like
        // those
        // of key and value, and one of a single step. They are masked before, which is within the product then.
        int rows = spec.queryHeads() / groups * steps;
        Var scores = shaped(query, batch, groups, rows, spec.headKeyDim()).matmul(keys, false, true);
        int window = spec.slidingWindow() == -1 ? Integer.MAX_VALUE : spec.slidingWindow();
        Var weights = shaped(scores, batch, spec.queryHeads(), steps, capacity)
                .plus(cache.mask(window))
                .times(scale)
                .softmax(-1);
        Var found = shaped(weights, batch, groups, rows, capacity).matmul(values);
        Var joined = joined(shaped(found, batch, spec.queryHeads(), steps, spec.headValueDim()));
        Var gated = spec.useGate()
                ? joined.times(
                        AttentionLayers.projected(spec, context, x, "gate").logistic())
                : joined;
        return List.of(AttentionLayers.output(spec, context, gated));
    }

    /** (B, n, heads · size) as (B, heads, n, size): of one step it lies so already. */
    private static Var heads(int heads, Var projected) {
        int batch = projected.size(0);
        int steps = projected.size(1);
        int size = projected.size(2) / heads;
        return steps == 1
                ? projected.reshape(batch, heads, 1, size)
                : projected.reshape(batch, steps, heads, size).transpose(0, 2, 1, 3);
    }

    /** (B, heads, n, size) as (B, n, heads · size). */
    private static Var joined(Var found) {
        Var besideOneAnother = found.size(2) == 1 ? found : found.transpose(0, 2, 1, 3);
        return besideOneAnother.reshape(found.size(0), found.size(2), found.size(1) * found.size(3));
    }

    private static Var shaped(Var x, Integer... shape) {
        List<Integer> sizes = new ArrayList<>(List.of(shape));
        return x.shape().equals(sizes) ? x : x.reshape(sizes);
    }
}
