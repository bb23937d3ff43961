package dev.plumb.compile;

import dev.plumb.engine.Trace;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.check.GraphException;
import dev.plumb.graph.code.DeclaredWeights;
import dev.plumb.graph.spec.Weight;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds out which weights the code of a graph's layers declares, by tracing it in both phases. Where axes are symbolic, it is traced at two sizes, which
 * must not matter to a weight.
 */
public final class CodeWeights {
    private CodeWeights() {}

    /**
     * The graph with the weights of its layers in code.
     *
     * @throws GraphException if they exceed the budget that the model states
     * @throws dev.plumb.layer.LayerCodeException if code fails, or does not keep to its signature
     * @throws IllegalArgumentException if a weight depends on a symbolic axis or on the phase
     */
    public static Graph declared(Graph graph) {
        if (!DeclaredWeights.areMissing(graph)) {
            return graph;
        }
        List<Graph> examples = examples(graph);
        Map<String, Map<String, Weight>> all = new LinkedHashMap<>();
        for (Graph example : examples) {
            for (boolean training : new boolean[] {false, true}) {
                merge(all, TracedGraph.of(example, new Trace(), 1, training).declared());
            }
        }
        Map<String, List<Weight>> declared = new LinkedHashMap<>();
        all.forEach((node, weights) -> declared.put(node, List.copyOf(weights.values())));
        return GraphChecker.withinBudget(DeclaredWeights.in(graph, declared));
    }

    /**
     * The same graph, if this program has the code of all of its layers: a file has none.
     *
     * @throws IllegalArgumentException if one is missing; the message names it
     */
    public static Graph runnable(Graph graph) {
        for (Node node : graph.nodes()) {
            DeclaredWeights.code(node).filter(layer -> !layer.isRunnable()).ifPresent(layer -> {
                throw new IllegalArgumentException("layer '" + node.name() + "' is the layer in code "
                        + layer.code().annotation()
                        + ", and a file holds no code: load the model by the class that was generated for it, "
                        + "or by Network.load(file, graph) with a graph that has the layer");
            });
        }
        return graph;
    }

    private static void merge(Map<String, Map<String, Weight>> all, Map<String, List<Weight>> found) {
        found.forEach((node, weights) -> {
            Map<String, Weight> known = all.computeIfAbsent(node, key -> new LinkedHashMap<>());
            for (Weight weight : weights) {
                Weight before = known.putIfAbsent(weight.name(), weight);
                if (before != null && !before.equals(weight)) {
                    throw new IllegalArgumentException("the weight '" + weight.name() + "' of '" + node + "' is "
                            + before.shape() + " for one size of a symbolic axis or phase, and " + weight.shape()
                            + " for another: a weight depends on nothing but attributes and known sizes");
                }
            }
        });
    }

    /** The graph itself, or with two different sizes for each of its symbolic axes. */
    private static List<Graph> examples(Graph graph) {
        if (graph.names().isEmpty()) {
            return List.of(graph);
        }
        List<Graph> examples = new ArrayList<>();
        for (long size = 1; size <= ExampleSizes.LARGEST && examples.size() < 2; size++) {
            ExampleSizes.near(graph, size)
                    .map(sizes -> GraphChecker.bind(graph, sizes))
                    .ifPresent(examples::add);
        }
        if (examples.isEmpty()) {
            throw new IllegalArgumentException(
                    "no sizes up to " + ExampleSizes.LARGEST + " for the symbolic axes " + graph.names() + " of model '"
                            + graph.name() + "' fit all layers: its layers in code cannot be tried");
        }
        return examples;
    }
}
