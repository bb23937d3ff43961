package dev.plumb.weights;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What training moves, and how fast. Immutable.
 *
 * @param frozen the layers that are not trained, by their names
 * @param rates the factors on the learning rate, by the names of layers; 1 for those that are not named
 */
public record Trainability(Set<String> frozen, Map<String, Double> rates) {

    /** All weights that can be trained are, at the learning rate. */
    public static final Trainability ALL = new Trainability(Set.of(), Map.of());

    public Trainability {
        frozen = Set.copyOf(frozen);
        rates = Map.copyOf(rates);
    }

    /** What the declaration of a model says. */
    public static Trainability declared(Graph graph) {
        Set<String> frozen = new HashSet<>();
        for (Node node : graph.nodes()) {
            if (!node.trainable() && !node.weights().isEmpty()) {
                frozen.add(node.name());
            }
        }
        return new Trainability(frozen, Map.of());
    }

    /** Whether a weight is moved. */
    public boolean trains(WeightStore.Entry weight) {
        return weight.trainable() && !frozen.contains(weight.layer());
    }

    /** The factor on the learning rate of a layer. */
    public double rate(String layer) {
        return rates.getOrDefault(layer, 1.0);
    }
}
