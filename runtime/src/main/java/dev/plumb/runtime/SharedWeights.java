package dev.plumb.runtime;

import dev.plumb.array.ArrayShapes;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.problem.Similar;
import dev.plumb.graph.spec.Weight;
import dev.plumb.io.FreezingState;
import dev.plumb.weights.Trainability;
import dev.plumb.weights.WeightBlock;
import dev.plumb.weights.WeightStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which weights of a network are those of another: of the network that it is a part of, or of networks that it is made with. */
final class SharedWeights {
    private SharedWeights() {}

    /** The weights of a part: all of them are the whole's. */
    static WeightStore ofPart(Graph part, Graph whole, WeightStore weights, long seed) {
        Map<String, Node> nodes = byName(whole);
        Map<String, WeightStore.Entry> shared = new LinkedHashMap<>();
        for (Node node : part.nodes()) {
            for (Weight weight : node.weights()) {
                shared.put(
                        node.path(weight), weights.entry(nodes.get(node.name()).path(weight)));
            }
        }
        return WeightStore.sharing(part, seed, shared);
    }

    /** What of a part is trained, as far as its declaration does not say so: what is of the whole at this moment. */
    static FreezingState freezing(Graph part, Graph whole, Trainability trainability) {
        Map<String, Node> nodes = byName(whole);
        Set<String> frozen = new HashSet<>();
        Set<String> unfrozen = new HashSet<>();
        Map<String, Double> rates = new HashMap<>();
        for (Node node : part.nodes()) {
            if (!node.weights().isEmpty()) {
                String owner = nodes.get(node.name()).sharing();
                (trainability.frozen().contains(owner) ? frozen : unfrozen).add(node.name());
                if (trainability.rate(owner) != 1) {
                    rates.put(node.name(), trainability.rate(owner));
                }
            }
        }
        return new FreezingState(frozen, unfrozen, rates);
    }

    private static Map<String, Node> byName(Graph graph) {
        Map<String, Node> nodes = new HashMap<>();
        graph.nodes().forEach(node -> nodes.put(node.name(), node));
        return nodes;
    }

    /** The weights that are said to be another network's, by their paths in the graph. */
    static Map<String, WeightStore.Entry> of(Graph graph, List<Sharing> sharings) {
        Map<String, WeightStore.Entry> shared = new LinkedHashMap<>();
        for (Sharing sharing : sharings) {
            int before = shared.size();
            for (Node node : graph.nodes()) {
                String there = sharing.there(node.name());
                if (!there.isEmpty()) {
                    for (Weight weight : node.weights()) {
                        if (shared.put(node.path(weight), entry(graph, node, weight, there, sharing)) != null) {
                            throw new IllegalArgumentException(
                                    "weight '" + node.path(weight) + "' is to be shared twice");
                        }
                    }
                }
            }
            if (shared.size() == before && !SharedVocabularies.isIn(graph, sharing)) {
                throw nothingThere(graph, sharing.path());
            }
        }
        refuseTwice(graph, shared);
        return shared;
    }

    private static IllegalArgumentException nothingThere(Graph graph, String path) {
        String start = "model '" + graph.name() + "' has nothing with weights at '" + path + "'";
        Optional<Node> using = graph.nodes().stream()
                .filter(node -> node.isShared() && (node.name() + "/").startsWith(path + "/"))
                .findFirst();
        return new IllegalArgumentException(
                using.map(node -> start + ": it uses those of '" + owner(node, path) + "', share these")
                        .orElseGet(() -> start
                                + Similar.hint(
                                        path,
                                        graph.nodes().stream()
                                                .flatMap(node -> Stream.of(
                                                        node.name(), node.name().split("/", 2)[0]))
                                                .distinct()
                                                .toList())));
    }

    /** What has the weights that a path uses, as far outside as the path is. */
    private static String owner(Node node, String path) {
        String inside = node.name().substring(path.length());
        String owner = node.sharing();
        return owner.endsWith(inside) ? owner.substring(0, owner.length() - inside.length()) : owner;
    }

    /** Layers of one model have one set of weights if the model says so: then they are trained, frozen, counted and saved once. */
    private static void refuseTwice(Graph graph, Map<String, WeightStore.Entry> shared) {
        record Memory(WeightBlock block, long offset) {}
        Map<Memory, String> places = new HashMap<>();
        shared.forEach((path, entry) -> {
            String other = places.putIfAbsent(new Memory(entry.block(), entry.offset()), path);
            if (other != null) {
                throw new IllegalArgumentException("weights '" + other + "' and '" + path + "' of model '"
                        + graph.name() + "' would be the same: say so in the model, by @SameWeightsAs or by"
                        + " applying the layer again, and share only the layer that owns them");
            }
        });
    }

    private static WeightStore.Entry entry(Graph graph, Node node, Weight weight, String there, Sharing sharing) {
        Graph other = sharing.from().graph();
        String owner = other.nodes().stream()
                .filter(candidate -> candidate.name().equals(there))
                .findFirst()
                .map(Node::sharing)
                .orElse(there);
        String path = owner + "/" + weight.name();
        WeightStore.Entry entry = sharing.from().store().entries().stream()
                .filter(candidate -> candidate.path().equals(path))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("weight '" + node.path(weight) + "' of model '"
                        + graph.name() + "' is to be '" + path + "' of model '" + other.name()
                        + "', which has no such weight"
                        + Similar.hint(path, sharing.from().weights().keySet())));
        long[] expected = weight.shape().sizes();
        long[] found = entry.weight().shape().sizes();
        if (!java.util.Arrays.equals(expected, found)) {
            throw new IllegalArgumentException("weight '" + node.path(weight) + "' of model '" + graph.name()
                    + "' has the shape " + ArrayShapes.text(expected) + ": it cannot be '" + path + "' of model '"
                    + other.name() + "', which has " + ArrayShapes.text(found));
        }
        if (entry.trainable() != weight.trainable()) {
            throw new IllegalArgumentException(
                    "weight '" + node.path(weight) + "' of model '" + graph.name() + "' and '" + path + "' of model '"
                            + other.name() + "' are not of one kind: only one can be trained");
        }
        return entry;
    }
}
