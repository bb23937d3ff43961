package dev.plumb.graph.code;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Weight;
import dev.plumb.graph.spec.WrapperSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The weights that layers in code have declared, in a graph. */
public final class DeclaredWeights {
    private DeclaredWeights() {}

    /** Whether there is a layer in code that has not run. */
    public static boolean areMissing(Graph graph) {
        for (Node node : graph.nodes()) {
            if (isMissing(node)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is not known yet which weights a layer in code declares. */
    public static boolean isMissing(Node node) {
        Optional<CodeLayer> layer = code(node);
        return layer.isPresent() && !layer.get().hasDeclaredWeights();
    }

    /** The layer in code that a node is, inside of all wrappers. */
    public static Optional<CodeLayer> code(Node node) {
        return WrapperSpec.innermost(node.spec()) instanceof CodeLayer layer ? Optional.of(layer) : Optional.empty();
    }

    /**
     * The graph with these weights.
     *
     * @param declared by the names of the nodes that own them
     */
    public static Graph in(Graph graph, Map<String, List<Weight>> declared) {
        return with(graph, owner -> Optional.of(declared.getOrDefault(owner, List.of())));
    }

    private static Graph with(Graph graph, Function<String, Optional<List<Weight>>> declared) {
        List<Node> nodes = graph.nodes().stream()
                .map(node -> code(node).isEmpty()
                        ? node
                        : declared.apply(node.sharing())
                                .map(weights -> node.withSpec(declaring(node.spec(), weights)))
                                .orElse(node))
                .toList();
        return new Graph(graph.draft(), graph.inputs(), nodes, graph.outputs(), graph.scopes(), graph.recomputed());
    }

    /** The graph with the weights that are declared in another one, for those of its layers that are there. */
    public static Graph asIn(Graph known, Graph graph) {
        Map<String, List<Weight>> declared = new HashMap<>();
        for (Node node : known.nodes()) {
            code(node)
                    .filter(CodeLayer::hasDeclaredWeights)
                    .ifPresent(layer -> declared.put(node.sharing(), layer.weights(List.of())));
        }
        return declared.isEmpty() ? graph : with(graph, owner -> Optional.ofNullable(declared.get(owner)));
    }

    private static LayerSpec declaring(LayerSpec spec, List<Weight> weights) {
        return spec instanceof WrapperSpec wrapper
                ? spec.with(WrapperSpec.WRAPPED, declaring(wrapper.layer(), weights))
                : ((CodeLayer) spec).withWeights(weights);
    }
}
