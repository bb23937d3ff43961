package dev.plumb.graph;

import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Metric;
import dev.plumb.graph.problem.Similar;
import dev.plumb.graph.shape.Assumption;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.PreprocessingSpec;
import dev.plumb.graph.spec.Weight;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A checked model: immutable data. Made by {@code GraphBuilder} or {@code GraphChecker}, so every wire leads somewhere and every type
 * fits.
 *
 * @param draft the model as it was written; two graphs that run alike are equal however they were written
 * @param nodes in an order in which each node comes after its inputs; the order depends on the wiring only, not on the order in which
 *     the model was written
 * @param scopes the nested models, blocks and repetitions that nodes lie in, each before those in it
 * @param recomputed the paths of layers and scopes that are declared to be computed again in training; no value depends on it
 */
public record Graph(
        Draft draft,
        List<Input> inputs,
        List<Node> nodes,
        List<Output> outputs,
        List<Scope> scopes,
        Set<String> recomputed) {

    public Graph {
        inputs = List.copyOf(inputs);
        nodes = List.copyOf(nodes);
        outputs = List.copyOf(outputs);
        scopes = List.copyOf(scopes);
        recomputed = Set.copyOf(recomputed);
    }

    /** A graph of which nothing is computed again. */
    public Graph(Draft draft, List<Input> inputs, List<Node> nodes, List<Output> outputs, List<Scope> scopes) {
        this(draft, inputs, nodes, outputs, scopes, Set.of());
    }

    /** A graph of layers only. */
    public Graph(Draft draft, List<Input> inputs, List<Node> nodes, List<Output> outputs) {
        this(draft, inputs, nodes, outputs, List.of());
    }

    /** The name of the model. */
    public String name() {
        return draft.name();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Graph graph
                && name().equals(graph.name())
                && inputs.equals(graph.inputs)
                && nodes.equals(graph.nodes)
                && outputs.equals(graph.outputs);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name(), inputs, nodes, outputs);
    }

    /** An input of the model. */
    public record Input(String name, TensorType type) {}

    /** What the model returns under {@code name}, and how it is trained, if that is stated. */
    public record Output(
            String name, TensorName wire, TensorType type, Optional<Loss.Spec> loss, List<Metric> metrics) {
        public Output {
            metrics = List.copyOf(metrics);
        }
    }

    /**
     * The node of that name.
     *
     * @throws IllegalArgumentException if there is none; the message suggests the nearest names, or lists the layers
     */
    public Node node(String nodeName) {
        return nodes.stream()
                .filter(node -> node.name().equals(nodeName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("model '" + name() + "' has no layer '" + nodeName + "'"
                        + Similar.hintOfLayers(
                                nodeName, nodes.stream().map(Node::name).toList())));
    }

    /** The layers that are computed before the model runs, in their order. */
    public List<Node> preprocessing() {
        List<Node> before = new ArrayList<>();
        for (Node node : nodes) {
            if (node.spec() instanceof PreprocessingSpec) {
                before.add(node);
            }
        }
        return List.copyOf(before);
    }

    /**
     * What the layers take that are computed when the model runs: inputs, in their order, and the outputs of layers that are computed before, each
     * by the name of its layer. The inputs, if there are no such layers.
     */
    public List<Input> fed() {
        List<Node> before = preprocessing();
        if (before.isEmpty()) {
            return inputs;
        }
        Set<String> taken = new HashSet<>();
        nodes.stream()
                .filter(node -> !(node.spec() instanceof PreprocessingSpec))
                .forEach(node -> node.inputs().forEach(wire -> taken.add(wire.source())));
        outputs.forEach(output -> taken.add(output.wire().source()));
        return Stream.concat(inputs.stream(), before.stream().map(node -> new Input(node.name(), node.type())))
                .filter(input -> taken.contains(input.name()))
                .toList();
    }

    /** Whether a layer keeps something of each example from one batch to the next. */
    public boolean isStateful() {
        for (Node node : nodes) {
            if (node.spec().isStateful()) {
                return true;
            }
        }
        return false;
    }

    /** The number of elements of all weights, shared ones counted once. */
    public long parameters() {
        return nodes.stream().mapToLong(Node::parameters).sum();
    }

    /** The number of elements of the weights that training moves. */
    public long trainableParameters() {
        return nodes.stream()
                .filter(Node::trainable)
                .flatMap(node -> node.weights().stream())
                .filter(Weight::trainable)
                .mapToLong(Weight::parameters)
                .sum();
    }

    /** The paths of the weights that training moves. */
    public Set<String> trainedWeights() {
        return nodes.stream()
                .filter(Node::trainable)
                .flatMap(node ->
                        node.weights().stream().filter(Weight::trainable).map(node::path))
                .collect(Collectors.toSet());
    }

    /**
     * The same graph with these layers frozen and no others.
     *
     * @param frozen names of layers that own weights
     */
    public Graph withFrozen(Set<String> frozen) {
        List<Node> changed = nodes.stream()
                .map(node -> node.withTrainable(!frozen.contains(node.sharing())))
                .toList();
        return new Graph(draft, inputs, changed, outputs, scopes, recomputed);
    }

    /** What is left to check when the sizes of symbolic axes are known, a line for each layer that needs something. */
    public List<String> assumptions() {
        return nodes.stream()
                .filter(node -> !node.assumptions().isEmpty())
                .map(node -> node.title() + " needs "
                        + node.assumptions().stream().map(Assumption::toString).collect(Collectors.joining(" and ")))
                .toList();
    }

    /** The names of the symbolic axes, sorted. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (Input input : inputs) {
            names.addAll(input.type().shape().names());
        }
        return names;
    }

    /** Name and size: {@code graph 'Classifier' of 3 layers}; the table of layers is a view of its own, {@code Summary}. */
    @Override
    public String toString() {
        return "graph '" + name() + "' of " + nodes.size() + (nodes.size() == 1 ? " layer" : " layers");
    }
}
