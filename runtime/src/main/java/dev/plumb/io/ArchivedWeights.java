package dev.plumb.io;

import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.code.CodeLayer;
import dev.plumb.graph.code.DeclaredWeights;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.spec.Weight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The form in which archives hold what layers in code have declared: names and shapes of weights, by the layer that owns them. */
final class ArchivedWeights {
    private ArchivedWeights() {}

    /** The declared weights of a graph; empty if there are none. */
    static Map<String, Object> of(Graph graph) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            DeclaredWeights.code(node)
                    .filter(layer -> !node.isShared() && layer.hasDeclaredWeights())
                    .ifPresent(layer -> all.put(node.name(), weights(layer)));
        }
        return all;
    }

    private static List<Object> weights(CodeLayer layer) {
        List<Object> weights = new ArrayList<>();
        for (Weight weight : layer.weights(List.of())) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", weight.name());
            one.put("shape", Arrays.stream(weight.shape().sizes()).boxed().toList());
            if (!weight.trainable()) {
                one.put("trainable", false);
            }
            weights.add(one);
        }
        return weights;
    }

    /**
     * The graph with the weights that were declared.
     *
     * @throws IllegalArgumentException if the tree is not that of weights
     */
    static Graph in(Graph graph, Map<?, ?> tree) {
        Map<String, List<Weight>> declared = new LinkedHashMap<>();
        tree.forEach((node, weights) -> {
            List<Weight> own = new ArrayList<>();
            ((List<?>) weights).forEach(weight -> own.add(weight((Map<?, ?>) weight)));
            declared.put(node.toString(), own);
        });
        return DeclaredWeights.in(graph, declared);
    }

    private static Weight weight(Map<?, ?> tree) {
        long[] sizes = ((List<?>) tree.get("shape"))
                .stream().mapToLong(size -> ((Number) size).longValue()).toArray();
        if (Arrays.stream(sizes).anyMatch(size -> size < 0)) {
            throw new IllegalArgumentException("a weight has the shape " + Arrays.toString(sizes));
        }
        Weight weight = Weight.of(
                String.valueOf(tree.get("name")),
                Shape.of(sizes),
                Weight.Settings.of("", Init.Spec.of(Initializer.ZEROS)));
        return Boolean.FALSE.equals(tree.get("trainable")) ? weight.notTrainable() : weight;
    }
}
