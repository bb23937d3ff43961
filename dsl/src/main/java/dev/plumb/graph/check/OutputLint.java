package dev.plumb.graph.check;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.shape.Dim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Outputs that training cannot make good use of. What is certainly wrong is an error already, see {@link TrainingCheck}. */
final class OutputLint {
    private OutputLint() {}

    static List<Lint.Finding> findings(Graph graph) {
        Map<String, Node> nodes = new HashMap<>();
        graph.nodes().forEach(node -> nodes.put(node.name(), node));
        List<Lint.Finding> findings = new ArrayList<>();
        for (Graph.Output output : graph.outputs()) {
            Node node = nodes.get(output.wire().source());
            if (node != null) { // else an input is the output
                finding(output, node).ifPresent(findings::add);
            }
        }
        return findings;
    }

    private static Optional<Lint.Finding> finding(Graph.Output output, Node node) {
        if (node.spec().isDropout()) {
            String reason = "its layer is a " + node.spec().layerName()
                    + ", training would judge numbers that are dropped at random";
            return Optional.of(finding(output, new Place.Layer(node.name()), reason));
        }
        return node.spec().finalActivation().flatMap(activation -> finding(output, node, activation));
    }

    private static Optional<Lint.Finding> finding(Graph.Output output, Node node, ActivationFunction activation) {
        if (activation.isDistribution()
                && output.type().rank() > 0
                && output.type().shape().last().equals(Dim.of(1))) {
            return suspicious(output, node, activation + " over one unit is always 1", ActivationFunction.SIGMOID);
        }
        return output.loss()
                .filter(loss -> loss.value().isCrossentropy() || loss.value() == LossFunction.KL_DIVERGENCE)
                .flatMap(loss -> loss.fromLogits()
                        ? logits(output, node, activation, loss)
                        : probabilities(output, node, activation, loss));
    }

    private static Optional<Lint.Finding> logits(
            Graph.Output output, Node node, ActivationFunction activation, Loss.Spec loss) {
        boolean oneSided = activation == ActivationFunction.RELU
                || activation == ActivationFunction.RELU6
                || activation == ActivationFunction.EXPONENTIAL
                || activation.isIndependentProbability()
                || activation.isDistribution();
        return oneSided
                ? suspicious(
                        output,
                        node,
                        loss.value() + " takes it as logits, which are any numbers, but " + activation
                                + " leaves none below 0",
                        ActivationFunction.LINEAR)
                : Optional.empty();
    }

    private static Optional<Lint.Finding> probabilities(
            Graph.Output output, Node node, ActivationFunction activation, Loss.Spec loss) {
        boolean categorical = loss.value().isCategorical() || loss.value() == LossFunction.KL_DIVERGENCE;
        if (categorical && activation.isIndependentProbability()) {
            return suspicious(
                    output,
                    node,
                    loss.value() + " expects one distribution over the classes, but " + activation
                            + " makes each a probability of its own",
                    ActivationFunction.SOFTMAX);
        }
        return activation.isIndependentProbability() || activation.isDistribution()
                ? Optional.empty()
                : suspicious(
                        output,
                        node,
                        loss.value() + " expects probabilities, but " + activation + " does not stay between 0 and 1",
                        categorical ? ActivationFunction.SOFTMAX : ActivationFunction.SIGMOID);
    }

    private static Optional<Lint.Finding> suspicious(
            Graph.Output output, Node node, String reason, ActivationFunction better) {
        String attribute = node.spec().finalActivationAttribute();
        Place place =
                attribute.isEmpty() ? new Place.Layer(node.name()) : new Place.Attribute(node.name(), attribute, -1);
        return Optional.of(finding(output, place, reason).withRemedy(node.name(), better));
    }

    private static Lint.Finding finding(Graph.Output output, Place place, String reason) {
        return Lint.Finding.of(
                ProblemId.SUSPICIOUS_OUTPUT,
                place,
                ProblemId.SUSPICIOUS_OUTPUT.headline(output.name(), reason),
                List.of());
    }
}
