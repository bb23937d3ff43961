package dev.plumb.runtime;

import dev.plumb.array.InputException;
import dev.plumb.compile.Execution;
import dev.plumb.compile.PredictPlan;
import dev.plumb.compile.PredictPlans;
import dev.plumb.compile.Sizes;
import dev.plumb.data.Batches;
import dev.plumb.data.Dataset;
import dev.plumb.data.Order;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.spec.PreprocessingSpec;
import dev.plumb.preprocess.Vocabulary;
import dev.plumb.weights.WeightStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Adapts layers to data, in passes over them: in each, the layers that stand behind none that is still to be adapted. What a layer takes is
 * an input, or what the model computes up to there, in inference mode.
 */
final class Adaptation {
    /** Examples that are read at once, unless others are wanted. */
    static final int BATCH = 1024;

    private final Graph graph;
    private final WeightStore weights;
    private final Intake intake;
    private final Execution execution;
    private final Adapted adapted;
    private final Map<String, Node> nodes;

    Adaptation(Graph graph, WeightStore weights, Intake intake, Execution execution) {
        this.graph = graph;
        this.weights = weights;
        this.intake = intake;
        this.execution = execution;
        this.adapted = new Adapted(graph, weights, intake.vocabularies());
        this.nodes = graph.nodes().stream().collect(Collectors.toMap(Node::name, node -> node));
    }

    /** The layer of this path, which can be adapted. */
    static Node adaptable(Graph graph, String layer) {
        Node node = graph.node(layer);
        if (Adapted.layers(graph).contains(node)) {
            return node;
        }
        throw new IllegalArgumentException(node.title() + " of model '" + graph.name() + "' learns nothing from data"
                + (node.isShared() ? ": adapt '" + node.sharing() + "', with which it shares" : "")
                + "; layers that do are " + names(Adapted.layers(graph)));
    }

    private static List<String> names(List<Node> layers) {
        return layers.stream().map(Node::name).toList();
    }

    /** Adapts these layers to the inputs of a data set. */
    void adapt(Dataset<?, ?> data, int batchSize, List<Node> layers) {
        Objects.requireNonNull(data, "the data to adapt to are null");
        weights.requireUntrained("model '" + graph.name() + "' would be adapted");
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("model '" + graph.name()
                    + "' has no layer that is adapted to data: Normalization and Discretization without stated numbers,"
                    + " StringLookup, IntegerLookup and TextVectorization without a vocabulary are");
        }
        Set<String> waiting = new LinkedHashSet<>(names(layers));
        while (!waiting.isEmpty()) {
            List<Node> ready = layers.stream()
                    .filter(node -> waiting.contains(node.name()))
                    .filter(node -> upstream(node).stream().noneMatch(name -> waiting.contains(owner(name))))
                    .toList();
            ready.forEach(this::requireUpstream);
            pass(data, batchSize, ready);
            ready.forEach(node -> waiting.remove(node.name()));
        }
    }

    private String owner(String name) {
        Node node = nodes.get(name);
        return node == null ? name : node.sharing();
    }

    private void requireUpstream(Node layer) {
        for (String name : upstream(layer)) {
            Node before = nodes.get(owner(name));
            if (before != null && Adapted.layers(graph).contains(before) && !adapted.isAdapted(before)) {
                throw new IllegalStateException(layer.title() + " stands behind " + before.title()
                        + ", which was not adapted: adapt that first, or all by adapt(data)");
            }
        }
    }

    /** The names of what a layer follows from: layers and inputs. */
    private Set<String> upstream(Node layer) {
        Set<String> seen = new HashSet<>();
        Deque<Node> queue = new ArrayDeque<>(List.of(layer));
        while (!queue.isEmpty()) {
            for (TensorName wire : queue.remove().inputs()) {
                Node next = nodes.get(wire.source());
                if (seen.add(wire.source()) && next != null) {
                    queue.add(next);
                }
            }
        }
        return seen;
    }

    private void pass(Dataset<?, ?> data, int batchSize, List<Node> layers) {
        Feed feed = Feed.ofInputs(graph, intake, data);
        Map<String, Long> sizes = feed.check(true);
        List<Learning> learning =
                layers.stream().map(node -> Learning.of(node, sizes)).toList();
        List<Node> computed = layers.stream()
                .filter(node -> !(node.spec() instanceof PreprocessingSpec))
                .toList();
        List<TensorName> wires =
                computed.stream().map(node -> node.inputs().get(0)).toList();
        PredictPlans plans = PredictPlans.values(graph, wires, weights, execution);
        Set<String> needed = new HashSet<>();
        computed.forEach(node -> needed.addAll(upstream(node)));
        long examples = 0;
        try (Batches batches = feed.batches(batchSize, Order.sequential())) {
            while (batches.next()) {
                Intake.Examples own = feed.examples(batches, Feed.size(batches, batchSize));
                Map<String, float[]> values =
                        computed.isEmpty() ? Map.of() : values(plans, sizes, own, needed, computed);
                for (int i = 0; i < layers.size(); i++) {
                    learning.get(i)
                            .add(
                                    own,
                                    layers.get(i),
                                    values.getOrDefault(layers.get(i).name(), new float[0]));
                }
                examples += own.count();
            }
        }
        if (examples == 0) {
            throw new InputException("the data set has no examples to adapt to");
        }
        finish(layers, learning);
    }

    /** What the layers that run take. */
    private Map<String, float[]> values(
            PredictPlans plans, Map<String, Long> sizes, Intake.Examples own, Set<String> needed, List<Node> computed) {
        Sizes ofBatch = plans.sizes(own.count(), sizes);
        PredictPlan plan = plans.acquire(ofBatch);
        try {
            List<Graph.Input> fed = graph.fed();
            for (int i = 0; i < fed.size(); i++) {
                if (needed.contains(fed.get(i).name())) {
                    intake.fill(plan, i, own);
                }
            }
            plan.seed(0);
            plan.run();
            Map<String, float[]> values = new HashMap<>();
            for (int i = 0; i < computed.size(); i++) {
                float[] numbers = new float[plan.output(i).capacity()];
                plan.output(i).get(0, numbers);
                values.put(computed.get(i).name(), numbers);
            }
            return values;
        } finally {
            plans.release(ofBatch, plan);
        }
    }

    /** All at once, when all is known: an error changes nothing. */
    private void finish(List<Node> layers, List<Learning> learning) {
        Map<String, Vocabulary> vocabularies = new HashMap<>();
        Map<String, float[]> numbers = new HashMap<>();
        for (int i = 0; i < layers.size(); i++) {
            String name = layers.get(i).name();
            learning.get(i).vocabulary().ifPresent(vocabulary -> vocabularies.put(name, vocabulary));
            learning.get(i).weights().forEach((weight, values) -> numbers.put(name + "/" + weight, values));
        }
        intake.vocabularies().set(vocabularies);
        if (!numbers.isEmpty()) {
            weights.runBetweenSteps(() -> {
                numbers.forEach((path, values) -> weights.slot(path).floats().put(0, values));
                weights.changed();
            });
        }
    }
}
