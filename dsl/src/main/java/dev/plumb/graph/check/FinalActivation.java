package dev.plumb.graph.check;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.layer.FlattenLayer;
import dev.plumb.dsl.layer.IdentityLayer;
import dev.plumb.dsl.layer.ReshapeLayer;
import dev.plumb.graph.Composite;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import java.util.Optional;

/**
 * The activation that was applied last to the numbers of a tensor. A layer that passes numbers on as they are does not hide that of the one before
 * it, nor does what a layer is part of.
 */
final class FinalActivation {
    private FinalActivation() {}

    /** In a graph that was checked; empty if it is not known. */
    static Optional<ActivationFunction> of(Graph graph, TensorName wire) {
        return graph.nodes().stream()
                .filter(node -> node.name().equals(wire.source()))
                .findFirst()
                .flatMap(node -> node.spec().finalActivation().or(() -> passedOn(graph, node)));
    }

    private static Optional<ActivationFunction> passedOn(Graph graph, Node node) {
        return passesOn(node.spec())
                ? of(graph, node.inputs().get(0))
                        .filter(activation ->
                                survives(activation, node.inputTypes().get(0), node.type()))
                : Optional.empty();
    }

    /** In a model as it was written; empty if it is not known. */
    static Optional<ActivationFunction> of(Draft draft, TypeCheck types, TensorName wire) {
        Draft.Step step = draft.stepsByName().get(wire.source());
        if (step == null || step.layer().isEmpty()) {
            return Optional.empty();
        }
        if (step.applied().orElseThrow() instanceof Composite composite) {
            int index = Math.max(0, composite.outputNames().indexOf(wire.output()));
            return types.expansion(step.name())
                    .filter(inside -> index < inside.outputs().size())
                    .flatMap(inside -> of(inside, inside.outputs().get(index).wire()));
        }
        LayerSpec layer = step.layer().orElseThrow();
        if (!passesOn(layer) || step.sources().isEmpty()) {
            return layer.finalActivation();
        }
        TensorName before = step.sources().get(0).wire();
        return of(draft, types, before).filter(activation -> types.type(before)
                .filter(type -> types.type(wire)
                        .filter(made -> survives(activation, type, made))
                        .isPresent())
                .isPresent());
    }

    /** The step whose activation is the last for a tensor, if that can be changed: the tensor's own, or the one behind layers that pass numbers on. */
    static Optional<Draft.Step> step(Draft draft, TensorName wire) {
        Optional<Draft.Step> step = Optional.ofNullable(draft.stepsByName().get(wire.source()));
        return step.filter(own -> own.layer().filter(FinalActivation::passesOn).isPresent()
                        && !own.sources().isEmpty())
                .map(own -> step(draft, own.sources().get(0).wire()))
                .orElse(step);
    }

    /** Whether a layer gives the numbers that it takes, in another shape. */
    static boolean passesOn(LayerSpec layer) {
        return layer instanceof IdentityLayer || layer instanceof ReshapeLayer || layer instanceof FlattenLayer;
    }

    /** Whether what an activation made is still that in another shape: a distribution lies along the last axis. */
    private static boolean survives(ActivationFunction activation, TensorType before, TensorType after) {
        return !activation.isDistribution()
                || (before.rank() > 0
                        && after.rank() > 0
                        && before.shape().last().equals(after.shape().last()));
    }
}
