package dev.plumb.io;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.problem.Similar;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What of a model is trained, as far as that differs from its declaration: so a declaration that is changed later holds for the layers that
 * nobody has frozen or unfrozen since.
 *
 * @param frozen the layers that are frozen, though declared to be trained
 * @param unfrozen the layers that are trained, though declared frozen
 * @param rates the factors on the learning rate, by layer
 */
public record FreezingState(SortedSet<String> frozen, SortedSet<String> unfrozen, SortedMap<String, Double> rates) {
    /** As declared. */
    public static final FreezingState NONE = new FreezingState(Set.of(), Set.of(), Map.of());

    public FreezingState {
        frozen = Collections.unmodifiableSortedSet(new TreeSet<>(frozen));
        unfrozen = Collections.unmodifiableSortedSet(new TreeSet<>(unfrozen));
        rates = Collections.unmodifiableSortedMap(new TreeMap<>(rates));
    }

    /** The same from sets and maps in any order. */
    public FreezingState(Set<String> frozen, Set<String> unfrozen, Map<String, Double> rates) {
        this(new TreeSet<>(frozen), new TreeSet<>(unfrozen), new TreeMap<>(rates));
    }

    /** Throws a {@link FormatException} unless it is about layers that the graph has, and makes sense. */
    void requireFits(Graph graph) throws FormatException {
        Set<String> layers = graph.nodes().stream()
                .filter(node -> !node.weights().isEmpty())
                .map(Node::name)
                .collect(Collectors.toSet());
        Set<String> named = new TreeSet<>(frozen);
        named.addAll(unfrozen);
        named.addAll(rates.keySet());
        for (String layer : named) {
            if (!layers.contains(layer)) {
                throw new FormatException("it says of '" + layer
                        + "' how it is trained, but the graph has no such layer with weights"
                        + Similar.hint(layer, layers));
            }
            if (frozen.contains(layer) && unfrozen.contains(layer)) {
                throw new FormatException("it says of '" + layer + "' that it is frozen and that it is not");
            }
        }
        for (Map.Entry<String, Double> rate : rates.entrySet()) {
            if (!(rate.getValue() > 0 && Double.isFinite(rate.getValue()))) {
                throw new FormatException("it multiplies the learning rate of '" + rate.getKey() + "' by "
                        + rate.getValue() + ", expected a number above 0");
            }
        }
    }
}
