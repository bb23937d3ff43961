package dev.plumb.graph.check;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Equal layers on inputs of one type are probably meant to be one layer: the first layers of the towers of a siamese model. */
final class DuplicateEncoderLint {
    private DuplicateEncoderLint() {}

    /** What makes two layers look like one. */
    private record Encoder(LayerSpec spec, TensorType input) {}

    static List<Lint.Finding> findings(Graph graph) {
        Set<String> inputs = graph.inputs().stream().map(Graph.Input::name).collect(Collectors.toSet());
        Map<Encoder, Map<String, Node>> encoders = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            if (node.inputs().size() == 1
                    && inputs.contains(node.inputs().get(0).source())
                    && !node.weights().isEmpty()) {
                encoders.computeIfAbsent(
                                new Encoder(node.spec(), node.inputTypes().get(0)), encoder -> new LinkedHashMap<>())
                        .putIfAbsent(node.inputs().get(0).source(), node);
            }
        }
        return encoders.values().stream()
                .filter(byInput -> byInput.size() > 1)
                .map(byInput -> duplicate(List.copyOf(byInput.values())))
                .toList();
    }

    private static Lint.Finding duplicate(List<Node> nodes) {
        Node first = nodes.get(0);
        Node second = nodes.get(1);
        return Lint.Finding.of(
                        ProblemId.DUPLICATE_ENCODER,
                        new Place.Layer(second.name()),
                        ProblemId.DUPLICATE_ENCODER.headline(second.title(), first.title()),
                        nodes)
                .withHelp("to make them one layer, put @SameWeightsAs(\"" + first.name() + "\") in place of @"
                        + second.spec().layerName() + " on '" + second.name()
                        + "'; if they are meant to differ, say so: @SuppressWarnings(\"plumb/duplicate-encoder\")");
    }
}
