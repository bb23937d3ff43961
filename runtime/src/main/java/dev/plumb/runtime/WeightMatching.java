package dev.plumb.runtime;

import dev.plumb.array.ArrayShapes;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.problem.Similar;
import dev.plumb.graph.spec.Weight;
import dev.plumb.weights.WeightStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds out which layers of a network take weights from which layers of another model, all of it before any weight is written. */
final class WeightMatching {
    private final Graph graph;
    private final WeightStore weights;
    private final Graph other;
    private final WeightStore source;
    private final Matching matching;
    private final List<MatchReport.Match> matched = new ArrayList<>();
    private final List<MatchReport.Skip> skipped = new ArrayList<>();
    private final List<String> mismatches = new ArrayList<>();

    private WeightMatching(Graph graph, WeightStore weights, Graph other, WeightStore source, Matching matching) {
        this.graph = graph;
        this.weights = weights;
        this.other = other;
        this.source = source;
        this.matching = matching;
    }

    /**
     * Copies the weights that match.
     *
     * @throws IllegalArgumentException if nothing matches or shapes differ; nothing is copied then
     */
    static MatchReport copy(Graph graph, WeightStore weights, Graph other, WeightStore source, Matching matching) {
        return new WeightMatching(graph, weights, other, source, matching).copy();
    }

    private MatchReport copy() {
        Map<String, Node> here = layers(graph, matching.into());
        Map<String, Node> there = layers(other, matching.outOf());
        Set<String> left = new LinkedHashSet<>(there.keySet());
        Set<String> skip = matching.skip().isEmpty()
                ? Set.of()
                : new LayerPatterns(graph).matching(matching.skip().toArray(String[]::new));
        List<Node> takers = new ArrayList<>();
        here.values().forEach(layer -> {
            if (skip.contains(layer.name())) {
                skipped.add(new MatchReport.Skip(layer.name(), "as told"));
            } else {
                takers.add(layer);
            }
        });
        List<Node> givers = List.copyOf(there.values());
        if (matching.inOrder() && takers.size() != givers.size()) {
            throw new IllegalArgumentException("by order, there must be as many layers with weights: model '"
                    + graph.name() + "' has " + takers.size() + " that are not skipped " + names(takers) + ", the other model '"
                    + other.name() + "' has " + givers.size() + " " + names(givers)
                    + ": skip layers, say into or outOf, or match by name");
        }
        for (int i = 0; i < takers.size(); i++) {
            Node taker = takers.get(i);
            Optional<Node> giver = matching.inOrder()
                    ? Optional.of(givers.get(i))
                    : Optional.ofNullable(there.get(below(matching.outOf(), inside(matching.into(), taker.name()))));
            giver.ifPresent(layer -> left.remove(layer.name()));
            decide(taker, giver, there.keySet());
        }
        refuseUnlessSensible();
        write(there);
        return new MatchReport(matched, skipped, List.copyOf(left));
    }

    private void decide(Node taker, Optional<Node> giver, Set<String> names) {
        if (giver.isEmpty()) {
            String wanted = below(matching.outOf(), inside(matching.into(), taker.name()));
            skipped.add(new MatchReport.Skip(
                    taker.name(),
                    "there is no layer '" + wanted + "' in the other model" + Similar.hint(wanted, names)));
            return;
        }
        Optional<String> difference = difference(taker, giver.get());
        if (difference.isEmpty()) {
            matched.add(new MatchReport.Match(taker.name(), giver.get().name()));
        } else {
            skipped.add(new MatchReport.Skip(taker.name(), difference.get()));
            mismatches.add("'" + taker.name() + "': " + difference.get());
        }
    }

    private static Optional<String> difference(Node taker, Node giver) {
        Map<String, Weight> given = new LinkedHashMap<>();
        giver.weights().forEach(weight -> given.put(weight.name(), weight));
        for (Weight weight : taker.weights()) {
            Weight found = given.remove(weight.name());
            if (found == null) {
                return Optional.of("'" + giver.name() + "' of the other model has no " + weight.name());
            }
            if (!Arrays.equals(
                    found.shape().sizes(), weight.shape().sizes())) {
                return Optional.of(weight.name() + " has the shape "
                        + ArrayShapes.text(weight.shape().sizes()) + ", in the other model "
                        + ArrayShapes.text(found.shape().sizes()));
            }
        }
        return given.isEmpty()
                ? Optional.empty()
                : Optional.of("'" + giver.name() + "' of the other model also has "
                        + String.join(", ", given.keySet()));
    }

    private void refuseUnlessSensible() {
        if (!mismatches.isEmpty() && !matching.skipMismatched()) {
            throw new IllegalArgumentException("the weights of model '" + other.name() + "' do not fit model '"
                    + graph.name() + "': " + String.join("; ", mismatches)
                    + ". Nothing was changed; skip these layers, or say skippingMismatched()");
        }
        if (matched.isEmpty()) {
            throw new IllegalArgumentException("nothing in model '" + graph.name()
                    + "' matches a layer of the other model '" + other.name() + "': "
                    + (skipped.isEmpty()
                            ? "it has no layers with weights"
                            : "'" + skipped.get(0).layer() + "': "
                                    + skipped.get(0).reason())
                    + ". Nothing was changed; layers of a nested model match by into or outOf");
        }
    }

    private void write(Map<String, Node> there) {
        Map<String, Node> here = layers(graph, matching.into());
        for (MatchReport.Match match : matched) {
            Node taker = Optional.ofNullable(here.get(match.layer())).orElseThrow();
            Node giver = Optional.ofNullable(there.get(match.from())).orElseThrow();
            for (Weight weight : taker.weights()) {
                weights.slot(taker.path(weight))
                        .floats()
                        .put(source.slot(giver.path(weight)).floats());
            }
        }
        weights.changed();
    }

    /** The layers with weights in a scope, by their names, in the order of the graph. */
    private static Map<String, Node> layers(Graph graph, String scope) {
        Map<String, Node> layers = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            if (!node.weights().isEmpty()
                    && (scope.isEmpty()
                            || node.name().equals(scope)
                            || node.name().startsWith(scope + "/"))) {
                layers.put(node.name(), node);
            }
        }
        if (layers.isEmpty() && !scope.isEmpty()) {
            throw new IllegalArgumentException("model '" + graph.name() + "' has no layers with weights in '" + scope
                    + "'"
                    + Similar.hint(
                            scope,
                            graph.scopes().stream().map(each -> each.path()).toList()));
        }
        return layers;
    }

    /** A path without the scope that it is in. */
    private static String inside(String scope, String path) {
        return scope.isEmpty() || path.equals(scope) ? (scope.isEmpty() ? path : "") : path.substring(scope.length() + 1);
    }

    /** A path in a scope. */
    private static String below(String scope, String path) {
        return scope.isEmpty() ? path : path.isEmpty() ? scope : scope + "/" + path;
    }

    private static List<String> names(List<Node> nodes) {
        return nodes.stream().map(Node::name).toList();
    }
}
