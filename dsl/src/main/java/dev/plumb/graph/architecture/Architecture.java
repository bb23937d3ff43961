package dev.plumb.graph.architecture;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.attribute.AttributeText;
import dev.plumb.graph.attribute.Attributed;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Weight;
import dev.plumb.graph.spec.WrapperSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a model computes, and which weights it has: inputs, layers in the order in which they run, outputs. How weights start, what holds for them in training and how the
 * model is trained are no part of it.
 */
public record Architecture(List<Part> parts) {

    public Architecture {
        parts = List.copyOf(parts);
    }

    /** What a part is. */
    public enum Kind {
        /** An input of the model. */
        INPUT("input"),
        /** A layer. */
        LAYER("layer"),
        /** An output of the model. */
        OUTPUT("output");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The word in texts: {@code layer}. */
        public String word() {
            return word;
        }
    }

    /** What is said of a part beside its weights. */
    public enum Fact {
        /** The layer with its attributes. */
        IS("is"),
        /** What it takes. */
        TAKES("takes"),
        /** Its type, or its types. */
        GIVES("gives"),
        /** The layer whose weights it uses. */
        SHARES("shares");

        private final String word;

        Fact(String word) {
            this.word = word;
        }

        /** The word in texts: {@code gives}. */
        public String word() {
            return word;
        }
    }

    /**
     * An input, a layer or an output.
     *
     * @param weights the shapes of the weights that it owns, by their paths
     */
    public record Part(Kind kind, String name, Map<Fact, String> facts, Map<String, String> weights) {
        public Part {
            facts = facts.entrySet().stream()
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, fact -> oneLine(fact.getValue())));
            weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
        }

        /** Attributes may hold texts of several lines. */
        private static String oneLine(String text) {
            return text.replace("\n", "\\n").replace("\r", "\\r");
        }

        /** What is said, or "". */
        public String fact(Fact fact) {
            return facts.getOrDefault(fact, "");
        }
    }

    /** That of a graph. */
    public static Architecture of(Graph graph) {
        List<Part> parts = new ArrayList<>();
        for (Graph.Input input : graph.inputs()) {
            parts.add(new Part(
                    Kind.INPUT, input.name(), Map.of(Fact.GIVES, input.type().toString()), Map.of()));
        }
        graph.nodes().forEach(node -> parts.add(part(node)));
        for (Graph.Output output : graph.outputs()) {
            parts.add(new Part(
                    Kind.OUTPUT,
                    output.name(),
                    Map.of(
                            Fact.TAKES, output.wire().toString(),
                            Fact.GIVES, output.type().toString()),
                    Map.of()));
        }
        return new Architecture(parts);
    }

    private static Part part(Node node) {
        Map<Fact, String> facts = new LinkedHashMap<>();
        facts.put(Fact.IS, text(node.spec()));
        facts.put(Fact.TAKES, node.inputs().stream().map(TensorName::toString).collect(Collectors.joining(", ")));
        facts.put(
                Fact.GIVES,
                node.outputTypes().stream().map(TensorType::toString).collect(Collectors.joining(", ")));
        if (node.isShared()) {
            facts.put(Fact.SHARES, node.sharing());
        }
        Map<String, String> weights = new LinkedHashMap<>();
        for (Weight weight : node.weights()) {
            weights.put(node.path(weight), weight.shape().toString());
        }
        return new Part(Kind.LAYER, node.name(), facts, weights);
    }

    /** The layer as a user would write it, without what only training knows: initializers, penalties, constraints. */
    private static String text(LayerSpec spec) {
        Map<String, Object> attributes = spec.nonDefaultAttributes();
        attributes.values().removeIf(value -> value instanceof Attributed);
        if (spec instanceof WrapperSpec wrapper) {
            String own = attributes.isEmpty() ? "" : ", " + AttributeText.listed(attributes);
            return spec.layerName() + "(" + text(wrapper.layer()) + own + ")";
        }
        return spec.layerName() + AttributeText.arguments(attributes);
    }
}
