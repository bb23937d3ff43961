package dev.plumb.source;

import java.util.Map;
import java.util.Set;

/**
 * What the layers of a written model were called in the model that it was written from. Weights are found by the paths of layers, so that file of
 * weights goes into the new model with {@code Matching.byName().naming(names::original)}.
 *
 * @param layers the names of layers and inputs before, by those that were written; those that are alike are left out
 * @param nested of the nested models, by the names of their uses
 * @param repeated the names of layers of which there are several, numbered
 */
public record LayerNames(Map<String, String> layers, Map<String, LayerNames> nested, Set<String> repeated) {
    public LayerNames {
        layers = Map.copyOf(layers);
        nested = Map.copyOf(nested);
        repeated = Set.copyOf(repeated);
    }

    /** Whether all layers are called what they were called before. */
    public boolean areSame() {
        return layers.isEmpty() && nested.values().stream().allMatch(LayerNames::areSame);
    }

    /** What the layer of a path was called: {@code encoder/conv-1} for {@code encoder/conv_1}. What follows the layer, such as its weight, stays. */
    public String original(String path) {
        int slash = path.indexOf('/');
        String first = slash < 0 ? path : path.substring(0, slash);
        String name = layers.getOrDefault(first, first);
        if (slash < 0) {
            return name;
        }
        String rest = path.substring(slash + 1);
        LayerNames inner = nested.get(first);
        if (inner == null) {
            return name + "/" + rest;
        }
        int next = rest.indexOf('/');
        return repeated.contains(first)
                ? name + "/"
                        + (next < 0 ? rest : rest.substring(0, next) + "/" + inner.original(rest.substring(next + 1)))
                : name + "/" + inner.original(rest);
    }
}
