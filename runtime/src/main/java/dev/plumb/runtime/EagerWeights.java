package dev.plumb.runtime;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.spec.Weight;
import dev.plumb.io.FreezingState;
import dev.plumb.weights.WeightStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The weights of those layers of an eager model that are built. Each layer that is built has its own memory; what is there stays where it is. */
final class EagerWeights {
    private final String model;
    private long seed;
    private final Map<String, LayerGraph.Part> parts = new LinkedHashMap<>();
    private Optional<Built> built = Optional.empty();
    private int layersWithWeights;

    /** All layers that are built, as of one model. */
    record Built(Graph graph, WeightStore store, Freezing freezing) {}

    EagerWeights(String model, long seed) {
        this.model = model;
        this.seed = seed;
    }

    /** Starts what is built from now on from another seed. */
    void startFrom(long other) {
        seed = other;
    }

    /** What is built, if anything is. */
    Optional<Built> built() {
        return built;
    }

    /** A built layer as it was when it was built. */
    Optional<LayerGraph.Part> part(String layer) {
        return Optional.ofNullable(parts.get(layer));
    }

    /**
     * Makes the weights of a layer, at their starting values. These depend on the seed and on how many layers with weights were built
     * before: a model whose code calls its layers in the order of a graph starts as the network of that graph does.
     *
     * @param shared the weights that are those of another model, by their paths here
     * @throws dev.plumb.graph.check.GraphException if the layer does not fit its inputs; nothing is changed then
     */
    void build(LayerGraph.Part part, Map<String, WeightStore.Entry> shared) {
        Graph own = LayerGraph.of(model, List.of(part));
        WeightStore made = WeightStore.sharing(own, seed, shared, layersWithWeights);
        layersWithWeights += (int)
                own.nodes().stream().filter(node -> !node.weights().isEmpty()).count();
        Map<String, WeightStore.Entry> all = new LinkedHashMap<>();
        built.ifPresent(before -> before.store().entries().forEach(entry -> all.put(entry.path(), entry)));
        made.entries().forEach(entry -> all.put(entry.path(), entry));
        parts.put(part.name(), part);
        List<Graph> known = new ArrayList<>(List.of(own));
        built.ifPresent(before -> known.add(before.graph()));
        Graph graph = LayerGraph.of(model, parts.values(), known);
        FreezingState frozen = built.map(before -> before.freezing().changes()).orElse(FreezingState.NONE);
        built = Optional.of(new Built(graph, WeightStore.sharing(graph, seed, all), new Freezing(graph, frozen)));
    }

    /** Takes what is frozen, and the learning rates, from a file. */
    void freezing(FreezingState state) {
        built = built.map(now -> new Built(now.graph(), now.store(), new Freezing(now.graph(), state)));
    }

    /**
     * The graph of a layer for other inputs than it was built for.
     *
     * @throws dev.plumb.graph.check.GraphException if the layer does not fit them
     * @throws IllegalArgumentException if its weights do not
     */
    Graph graph(LayerGraph.Part part) {
        Graph graph = LayerGraph.of(model, List.of(part));
        WeightStore store = built.orElseThrow().store();
        for (Node node : graph.nodes()) {
            for (Weight weight : node.weights()) {
                Weight there = store.entry(node.path(weight)).weight();
                if (!there.shape().equals(weight.shape())) {
                    throw new IllegalArgumentException("layer '" + part.name() + "' of model '" + model
                            + "' was built for inputs " + types(parts.get(part.name())) + ", and its weight '"
                            + node.path(weight) + "' has the shape " + there.shape() + ": inputs " + types(part)
                            + " need " + weight.shape() + ". Use a layer of its own for them");
                }
            }
        }
        return graph.withFrozen(built.orElseThrow().freezing().now().frozen());
    }

    private static String types(LayerGraph.Part part) {
        return part.inputs().stream().map(Object::toString).collect(Collectors.joining(" and "));
    }
}
