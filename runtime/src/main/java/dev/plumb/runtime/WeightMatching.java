package dev.plumb.runtime;

import dev.plumb.array.ArrayShapes;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.Scope;
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

/** Finds out which layers of a network take weights from which layers of a source, all of it before any weight is written. */
final class WeightMatching {
    /** Names of layers in a message. */
    private static final int NAMES_SHOWN = 10;

    private final Graph graph;
    private final WeightStore weights;
    private final WeightSource source;
    private final Matching matching;
    private final List<Pair> pairs = new ArrayList<>();
    private final List<MatchReport.Skip> skipped = new ArrayList<>();
    private final List<String> mismatches = new ArrayList<>();

    /** The layers that are to take weights and find none. */
    private final List<String> empty = new ArrayList<>();

    /** A layer, what it takes its weights from, and these in the order of its own. */
    private record Pair(Node taker, String giver, List<WeightSource.Values> values) {}

    private WeightMatching(Graph graph, WeightStore weights, WeightSource source, Matching matching) {
        this.graph = graph;
        this.weights = weights;
        this.source = source;
        this.matching = matching;
    }

    /**
     * Copies the weights that match.
     *
     * @throws IllegalArgumentException if nothing matches or shapes differ; nothing is copied then
     */
    static MatchReport copy(Graph graph, WeightStore weights, WeightSource source, Matching matching) {
        return new WeightMatching(graph, weights, source, matching).copy();
    }

    private MatchReport copy() {
        Map<String, WeightSource.Layer> there = givers();
        Set<String> left = new LinkedHashSet<>(there.keySet());
        List<Node> takers = takers();
        List<WeightSource.Layer> givers = matching.inOrder() ? inOrder(takers, List.copyOf(there.values())) : List.of();
        for (int i = 0; i < takers.size(); i++) {
            Node taker = takers.get(i);
            Optional<WeightSource.Layer> giver = matching.inOrder()
                    ? Optional.of(givers.get(i))
                    : Optional.ofNullable(there.get(matching.nameThere(taker.name())));
            giver.ifPresent(layer -> left.remove(layer.name()));
            decide(taker, giver, there.keySet());
        }
        refuseUnlessSensible();
        refuseIfSomeAreEmpty();
        write();
        return new MatchReport(
                pairs.stream()
                        .map(pair -> new MatchReport.Match(pair.taker().name(), pair.giver()))
                        .toList(),
                skipped,
                List.copyOf(left));
    }

    /** The layers that are to take weights; the others are noted. */
    private List<Node> takers() {
        Set<String> skip = matching.skipped(graph);
        List<Node> takers = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (node.weights().isEmpty() || !matching.isInto(node.name())) {
                continue;
            }
            if (skip.contains(node.name())) {
                skipped.add(new MatchReport.Skip(node.name(), "as told"));
            } else {
                takers.add(node);
            }
        }
        if (takers.isEmpty() && skipped.isEmpty() && !matching.into().isEmpty()) {
            throw noSuchPart(
                    "model '" + graph.name() + "'",
                    matching.into(),
                    graph.scopes().stream().map(Scope::path).toList());
        }
        return takers;
    }

    /** The layers that may give weights, by their names. */
    private Map<String, WeightSource.Layer> givers() {
        Map<String, WeightSource.Layer> givers = new LinkedHashMap<>();
        Set<String> parts = new LinkedHashSet<>();
        for (WeightSource.Layer layer : source.layers()) {
            if (matching.isOutOf(layer.name())) {
                givers.put(layer.name(), layer);
            }
            for (int end = layer.name().indexOf('/');
                    end >= 0;
                    end = layer.name().indexOf('/', end + 1)) {
                parts.add(layer.name().substring(0, end));
            }
        }
        if (givers.isEmpty() && !matching.outOf().isEmpty()) {
            throw noSuchPart(source.title(), matching.outOf(), List.copyOf(parts));
        }
        return givers;
    }

    private static IllegalArgumentException noSuchPart(String whole, String part, List<String> parts) {
        return new IllegalArgumentException(
                whole + " has no layers with weights in '" + part + "'" + Similar.hint(part, parts));
    }

    private List<WeightSource.Layer> inOrder(List<Node> takers, List<WeightSource.Layer> givers) {
        if (takers.size() != givers.size()) {
            throw new IllegalArgumentException("by order, there must be as many layers with weights: model '"
                    + graph.name() + "' has " + takers.size() + " that are not skipped "
                    + takers.stream().map(Node::name).toList() + ", " + source.title() + " has " + givers.size() + " "
                    + givers.stream().map(WeightSource.Layer::name).toList()
                    + ": say into or outOf, " + (takers.size() > givers.size() ? "skip layers of the model, " : "")
                    + "or match by name");
        }
        return source.inOrder(graph, takers, givers);
    }

    private void decide(Node taker, Optional<WeightSource.Layer> giver, Set<String> names) {
        if (giver.isEmpty()) {
            String wanted = matching.nameThere(taker.name());
            empty.add(taker.name());
            skipped.add(new MatchReport.Skip(
                    taker.name(),
                    "there is no layer '" + wanted + "' in " + source.title() + Similar.hint(wanted, names)));
            return;
        }
        WeightSource.Layer layer = giver.get();
        List<WeightSource.Values> values = new ArrayList<>();
        Optional<String> difference = layer.problem()
                .or(() -> layer.isNamed() ? byName(taker, layer, values) : byPlace(taker, layer, values));
        if (difference.isEmpty()) {
            pairs.add(new Pair(taker, layer.name(), values));
        } else {
            skipped.add(new MatchReport.Skip(taker.name(), difference.get()));
            mismatches.add("'" + taker.name() + "': " + difference.get());
        }
    }

    /** What differs between two layers; what does not is added to the values. */
    private Optional<String> byName(Node taker, WeightSource.Layer giver, List<WeightSource.Values> values) {
        Map<String, WeightSource.Values> given = new LinkedHashMap<>();
        giver.weights().forEach(weight -> given.put(weight.name(), weight));
        for (Weight weight : taker.weights()) {
            WeightSource.Values found = given.remove(weight.name());
            if (found == null) {
                return Optional.of("'" + giver.name() + "' of " + source.title() + " has no " + weight.name());
            }
            Optional<String> difference = difference(weight, found);
            if (difference.isPresent()) {
                return difference;
            }
            values.add(found);
        }
        return given.isEmpty()
                ? Optional.empty()
                : Optional.of("'" + giver.name() + "' of " + source.title() + " also has "
                        + String.join(", ", given.keySet()));
    }

    private Optional<String> byPlace(Node taker, WeightSource.Layer giver, List<WeightSource.Values> values) {
        List<Weight> own = taker.weights();
        if (own.size() != giver.weights().size()) {
            return Optional.of("it has " + own.size() + " weights "
                    + own.stream().map(Weight::name).toList() + ", '" + giver.name() + "' of " + source.title()
                    + " has "
                    + giver.weights().size() + " "
                    + giver.weights().stream().map(WeightSource.Values::name).toList());
        }
        for (int i = 0; i < own.size(); i++) {
            Optional<String> difference = difference(own.get(i), giver.weights().get(i));
            if (difference.isPresent()) {
                return difference;
            }
            values.add(giver.weights().get(i));
        }
        return Optional.empty();
    }

    private Optional<String> difference(Weight weight, WeightSource.Values found) {
        return Arrays.equals(found.sizes(), weight.shape().sizes())
                ? Optional.empty()
                : Optional.of(weight.name() + " has the shape "
                        + ArrayShapes.text(weight.shape().sizes()) + ", in " + source.title() + " "
                        + ArrayShapes.text(found.sizes()));
    }

    private void refuseUnlessSensible() {
        if (!mismatches.isEmpty() && !matching.skipMismatched()) {
            throw new IllegalArgumentException("the weights of " + source.title() + " do not fit model '" + graph.name()
                    + "': " + hint() + String.join("; ", mismatches)
                    + ". Nothing was changed; skip these layers, or say skippingMismatched()");
        }
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException("nothing in model '" + graph.name() + "' matches a layer of "
                    + source.title() + ": "
                    + hint()
                    + (skipped.isEmpty()
                            ? "it has no layers with weights"
                            : "'" + skipped.get(0).layer() + "': "
                                    + skipped.get(0).reason())
                    + "; there are " + given()
                    + ". Nothing was changed; layers of a nested model match by into or outOf, other names by"
                    + " naming, and layers in the same order by byOrder");
        }
    }

    private String hint() {
        return source.hint().isEmpty() ? "" : source.hint() + "; ";
    }

    /** The first of the layers that may give weights. */
    private String given() {
        return listed(source.layers().stream().map(WeightSource.Layer::name).toList());
    }

    private static String listed(List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(NAMES_SHOWN, names.size())));
        return names.size() > NAMES_SHOWN ? first + " and " + (names.size() - NAMES_SHOWN) + " more" : first;
    }

    private void refuseIfSomeAreEmpty() {
        if (matching.takeAll() && !empty.isEmpty()) {
            throw new IllegalArgumentException("all layers of model '" + graph.name() + "' are to take weights, and "
                    + empty.size() + " of " + (empty.size() + pairs.size()) + " find none in " + source.title() + ": "
                    + hint() + listed(empty) + "; there are " + given()
                    + ". Nothing was changed; skip these layers, or say by naming what they are called");
        }
    }

    private void write() {
        for (Pair pair : pairs) {
            List<Weight> own = pair.taker().weights();
            for (int i = 0; i < own.size(); i++) {
                pair.values()
                        .get(i)
                        .read(weights.slot(pair.taker().path(own.get(i))).floats());
            }
        }
        weights.changed();
    }
}
