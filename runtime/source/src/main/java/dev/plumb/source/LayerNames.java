package dev.plumb.source;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the layers of a written model were called in the model that it was written from. Weights are found by the paths of layers, so that file of
 * weights goes into the new model with {@code Matching.byName().naming(names::original)}.
 *
 * @param layers the names of layers and inputs before, by those that were written; those that are alike are left out
 * @param nested of the nested models, by the names of their uses
 * @param repeated the names of layers of which there are several, numbered
 * @param inBlocks the names of layers before that lie in blocks now, by their paths
 */
public record LayerNames(
        Map<String, String> layers,
        Map<String, LayerNames> nested,
        Set<String> repeated,
        Map<String, String> inBlocks) {
    public LayerNames {
        layers = Map.copyOf(layers);
        nested = Map.copyOf(nested);
        repeated = Set.copyOf(repeated);
        inBlocks = Map.copyOf(inBlocks);
    }

    /** Names of a model of which nothing became a block. */
    public LayerNames(Map<String, String> layers, Map<String, LayerNames> nested, Set<String> repeated) {
        this(layers, nested, repeated, Map.of());
    }

    /** The same with layers that became parts of blocks: their names as these are, by their paths. */
    LayerNames withBlocks(Map<String, String> before) {
        Map<String, String> original = new HashMap<>();
        before.forEach((path, name) -> original.put(path, layers.getOrDefault(name, name)));
        return new LayerNames(layers, nested, repeated, original);
    }

    /** Whether all layers are called what they were called before. */
    public boolean areSame() {
        return layers.isEmpty()
                && inBlocks.isEmpty()
                && nested.values().stream().allMatch(LayerNames::areSame);
    }

    /** What the layer of a path was called: {@code encoder/conv-1} for {@code encoder/conv_1}. What follows the layer, such as its weight, stays. */
    public String original(String path) {
        for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
            String name = inBlocks.get(path.substring(0, end));
            if (name != null) {
                return name + path.substring(end);
            }
        }
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
