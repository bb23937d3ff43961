package dev.plumb.io;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.attribute.AttributeText;
import dev.plumb.graph.code.CodeLayer;
import dev.plumb.graph.code.DeclaredWeights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What tells the graph in a file from the graph of the model that it is loaded into. Orders do not count, wires do. */
public final class GraphDifference {
    private GraphDifference() {}

    /**
     * The first difference that matters to weights or results, as one sentence; empty if there is none. Names of models, losses and metrics
     * may differ.
     *
     * @param expected the graph of the model
     * @param found the graph in the file
     */
    public static Optional<String> first(Graph expected, Graph found) {
        Map<String, Graph.Input> inputs = new LinkedHashMap<>();
        found.inputs().forEach(input -> inputs.put(input.name(), input));
        for (Graph.Input input : expected.inputs()) {
            Graph.Input other = inputs.remove(input.name());
            if (other == null) {
                return Optional.of(missing("input", input.name()));
            }
            if (!other.type().equals(input.type())) {
                return Optional.of("input '" + input.name() + "': " + other.type() + " in the file, " + input.type()
                        + " in the model");
            }
        }
        if (!inputs.isEmpty()) {
            return Optional.of(added("input", inputs.keySet().iterator().next()));
        }
        return nodes(expected, found).or(() -> outputs(expected, found));
    }

    private static Optional<String> nodes(Graph expected, Graph found) {
        Map<String, Node> nodes = new LinkedHashMap<>();
        found.nodes().forEach(node -> nodes.put(node.name(), node));
        for (Node node : expected.nodes()) {
            Node other = nodes.remove(node.name());
            if (other == null) {
                return Optional.of(missing("layer", node.name()));
            }
            Optional<String> difference = node(node, other);
            if (difference.isPresent()) {
                return difference.map(text -> "layer '" + node.name() + "': " + text);
            }
        }
        return nodes.isEmpty()
                ? Optional.empty()
                : Optional.of(added("layer", nodes.keySet().iterator().next()));
    }

    private static Optional<String> node(Node expected, Node found) {
        if (!expected.spec()
                .definition()
                .annotation()
                .equals(found.spec().definition().annotation())) {
            return differs("", found.spec().describe(), expected.spec().describe());
        }
        if (!expected.inputs().equals(found.inputs())) {
            return differs("inputs ", found.inputs(), expected.inputs());
        }
        Map<String, Object> values = found.spec().attributes();
        for (Map.Entry<String, Object> attribute : expected.spec().attributes().entrySet()) {
            Object other = Objects.requireNonNull(values.get(attribute.getKey()));
            if (!attribute.getValue().equals(other)) {
                return differs(
                        attribute.getKey() + " = ",
                        AttributeText.format(other),
                        AttributeText.format(attribute.getValue()));
            }
        }
        Optional<String> weights = declared(expected, found);
        if (weights.isPresent()) {
            return weights;
        }
        if (!expected.inputTypes().equals(found.inputTypes())) {
            return differs("input shapes ", found.inputTypes(), expected.inputTypes());
        }
        return expected.sharing().equals(found.sharing())
                ? Optional.empty()
                : differs("the weights of ", found.sharing(), expected.sharing());
    }

    /** What the code of a layer says of itself, and what it declares. */
    private static Optional<String> declared(Node expected, Node found) {
        Optional<CodeLayer> mine = DeclaredWeights.code(expected);
        Optional<CodeLayer> theirs = DeclaredWeights.code(found);
        if (mine.isEmpty() || theirs.isEmpty()) {
            return Optional.empty();
        }
        String signature = mine.get().code().signature().text();
        String other = theirs.get().code().signature().text();
        if (!signature.equals(other)) {
            return differs("the signature ", other, signature);
        }
        if (mine.get().code().supportsMasking() != theirs.get().code().supportsMasking()) {
            return differs(
                    "supportsMasking = ",
                    theirs.get().code().supportsMasking(),
                    mine.get().code().supportsMasking());
        }
        List<String> now = weights(mine.get());
        List<String> then = weights(theirs.get());
        return now.equals(then) ? Optional.empty() : differs("the code declares the weights ", then, now);
    }

    private static List<String> weights(CodeLayer layer) {
        return layer.weights(List.of()).stream()
                .map(weight -> weight.name() + " " + weight.shape() + (weight.trainable() ? "" : " not trained"))
                .sorted()
                .toList();
    }

    private static Optional<String> outputs(Graph expected, Graph found) {
        SortedMap<String, TensorName> mine = wires(expected);
        SortedMap<String, TensorName> theirs = wires(found);
        if (!mine.keySet().equals(theirs.keySet())) {
            return differs("outputs ", theirs.keySet(), mine.keySet());
        }
        return mine.equals(theirs) ? Optional.empty() : differs("outputs ", theirs, mine);
    }

    private static SortedMap<String, TensorName> wires(Graph graph) {
        SortedMap<String, TensorName> wires = new TreeMap<>();
        graph.outputs().forEach(output -> wires.put(output.name(), output.wire()));
        return wires;
    }

    private static Optional<String> differs(String what, Object found, Object expected) {
        return Optional.of(what + found + " in the file, " + expected + " in the model");
    }

    private static String missing(String kind, String name) {
        return kind + " '" + name + "' is in the model, but not in the file";
    }

    private static String added(String kind, String name) {
        return kind + " '" + name + "' is in the file, but not in the model";
    }
}
