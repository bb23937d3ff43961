package dev.plumb.graph.check;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.layer.Conv1DLayer;
import dev.plumb.dsl.layer.Conv2DLayer;
import dev.plumb.dsl.layer.DenseLayer;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Two linear maps in a row are one: what is between them is an activation, or the first is narrow on purpose. */
final class LinearStackLint {
    private final Map<String, List<Node>> consumers = new HashMap<>();
    private final Set<String> outputs = new HashSet<>();

    private LinearStackLint(Graph graph) {
        for (Node node : graph.nodes()) {
            node.inputs().forEach(wire -> consumers
                    .computeIfAbsent(wire.source(), source -> new ArrayList<>())
                    .add(node));
        }
        graph.outputs().forEach(output -> outputs.add(output.wire().source()));
    }

    static List<Lint.Finding> findings(Graph graph) {
        LinearStackLint lint = new LinearStackLint(graph);
        List<Lint.Finding> findings = new ArrayList<>();
        for (Node first : graph.nodes()) {
            if (isLinear(first.spec())) {
                lint.next(first)
                        .filter(second ->
                                second.spec().getClass() == first.spec().getClass()
                                        && isUnfactored(second.spec())
                                        && !isNarrow(first, second))
                        .ifPresent(second -> findings.add(finding(first, second)));
            }
        }
        return findings;
    }

    private static Lint.Finding finding(Node first, Node second) {
        return Lint.Finding.of(
                        ProblemId.LINEAR_STACK,
                        new Place.Attribute(first.name(), "activation", -1),
                        ProblemId.LINEAR_STACK.headline(first.title(), second.title()),
                        List.of(first, second))
                .withRemedy(first.name(), ActivationFunction.RELU);
    }

    private static boolean isLinear(LayerSpec spec) {
        return (spec instanceof DenseLayer || spec instanceof Conv1DLayer || spec instanceof Conv2DLayer)
                && spec.finalActivation().equals(Optional.of(ActivationFunction.LINEAR))
                && isUnfactored(spec);
    }

    /** Not a part of a convolution that was taken apart: by groups and points, or by rows and columns. */
    private static boolean isUnfactored(LayerSpec spec) {
        if (spec instanceof Conv1DLayer convolution) {
            return convolution.groups() == 1;
        }
        return !(spec instanceof Conv2DLayer convolution)
                || (convolution.groups() == 1
                        && convolution.kernelSize().stream().distinct().count() == 1);
    }

    /** A map of low rank, in fewer weights than the one layer would have. */
    private static boolean isNarrow(Node first, Node second) {
        long taken = first.inputTypes().get(0).shape().last().size();
        long between = first.type().shape().last().size();
        long made = second.type().shape().last().size();
        return between < Math.min(taken, made);
    }

    /** The one layer that takes what a layer makes, in inference: a dropout between them is passed over. */
    private Optional<Node> next(Node node) {
        Node at = node;
        while (true) {
            List<Node> taking = consumers.getOrDefault(at.name(), List.of());
            if (taking.size() != 1 || outputs.contains(at.name())) {
                return Optional.empty();
            }
            at = taking.get(0);
            if (!at.spec().isDropout()) {
                return Optional.of(at);
            }
        }
    }
}
