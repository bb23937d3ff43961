package dev.plumb.graph.check;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.graph.Draft;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Changes after which an output and its loss fit: of the activation, of the loss. A loss stays of its kind: who wrote a cross-entropy
 * did not mean a distance.
 */
final class LossFixes {
    private final Draft draft;
    private final Draft.Output output;
    private final Loss.Spec loss;
    private final List<Candidate> candidates = new ArrayList<>();

    private LossFixes(Draft draft, Draft.Output output) {
        this.draft = draft;
        this.output = output;
        this.loss = output.loss().orElseThrow();
    }

    /** For the loss of an output. */
    static List<Candidate> of(Draft draft, TypeCheck types, Place place) {
        Optional<Draft.Output> output = draft.outputs().stream()
                .filter(candidate -> candidate.name().equals(place.layer())
                        && candidate.loss().isPresent())
                .findFirst();
        if (output.isEmpty()) {
            return List.of(); // a loss on what is no output
        }
        LossFixes fixes = new LossFixes(draft, output.get());
        boolean oneValue =
                types.type(output.get().tensor()).filter(LossCheck::isOneValue).isPresent();
        if (fixes.loss.value().isCrossentropy()) {
            fixes.addCrossentropies(oneValue);
        } else {
            fixes.addActivations();
            fixes.addOtherLogits();
            if (oneValue) {
                fixes.addOfOneValue();
            }
        }
        if (fixes.loss.labelSmoothing() > 0 && fixes.loss.labelSmoothing() <= 1) {
            fixes.addNoSmoothing();
        }
        return fixes.candidates;
    }

    private void addCrossentropies(boolean oneValue) {
        ActivationFunction activation =
                oneValue || !loss.value().isCategorical() ? ActivationFunction.SIGMOID : ActivationFunction.SOFTMAX;
        boolean distribution = !oneValue && !loss.value().isCategorical();
        if (!loss.fromLogits() && !(distribution && isDistribution())) {
            activated(draft, activation).ifPresent(candidates::add);
        }
        addOtherLogits();
        if (loss.fromLogits() && !loss.value().takesLogits()) {
            addActivated(otherLogits(), activation);
        }
        if (oneValue) {
            addLoss(binary(), loss.fromLogits(), Optional.of(activation), "");
        } else {
            addLoss(
                    categorical(),
                    loss.fromLogits(),
                    Optional.empty(),
                    loss.value().hasSparseTargets() ? " with one-hot targets" : "");
        }
        if (loss.fromLogits()) {
            addProbabilities(oneValue, activation);
        }
    }

    /** What is meant where logits and probabilities are mixed up, and the activation is not that of the loss either: probabilities. */
    private void addProbabilities(boolean oneValue, ActivationFunction activation) {
        if (oneValue) {
            addLoss(binary(), false, Optional.of(activation), "");
        } else if (isDistribution()) {
            addLoss(categorical(), false, Optional.empty(), "");
        } else {
            addActivated(otherLogits(), activation);
        }
    }

    /** The cross-entropy of one probability that is like this one. */
    private LossFunction binary() {
        return isFocal() ? LossFunction.BINARY_FOCAL_CROSSENTROPY : LossFunction.BINARY_CROSSENTROPY;
    }

    /** The cross-entropy of a distribution that is like this one. */
    private LossFunction categorical() {
        return isFocal() ? LossFunction.CATEGORICAL_FOCAL_CROSSENTROPY : LossFunction.CATEGORICAL_CROSSENTROPY;
    }

    private boolean isFocal() {
        return loss.value() == LossFunction.BINARY_FOCAL_CROSSENTROPY
                || loss.value() == LossFunction.CATEGORICAL_FOCAL_CROSSENTROPY;
    }

    /** Another loss, alone and with the activation that goes with it. */
    private void addLoss(
            LossFunction function, boolean fromLogits, Optional<ActivationFunction> activation, String targets) {
        Loss.Spec other = loss.value(function).fromLogits(fromLogits);
        Candidate changed = replaced(other, other.describe() + targets);
        candidates.add(changed);
        activation.ifPresent(last -> addActivated(changed, last));
    }

    /** Losses of several values, where there is one: what they are for one. */
    private void addOfOneValue() {
        switch (loss.value()) {
            case CATEGORICAL_HINGE -> addLoss(LossFunction.HINGE, false, Optional.of(ActivationFunction.TANH), "");
            case KL_DIVERGENCE ->
                addLoss(LossFunction.BINARY_CROSSENTROPY, false, Optional.of(ActivationFunction.SIGMOID), "");
            default -> {
                // a direction, and what lies in time, has no form for one value
            }
        }
    }

    /** Whether the output is one choice among classes: then its loss is meant to be categorical. */
    private boolean isDistribution() {
        return FinalActivation.step(draft, output.tensor())
                .flatMap(Draft.Step::layer)
                .flatMap(LayerSpec::finalActivation)
                .filter(ActivationFunction::isDistribution)
                .isPresent();
    }

    /** The activations whose results a loss reads as they are meant. */
    private void addActivations() {
        List<ActivationFunction> meant =
                switch (loss.value()) {
                    case POISSON -> List.of(ActivationFunction.EXPONENTIAL, ActivationFunction.SOFTPLUS);
                    case KL_DIVERGENCE -> List.of(ActivationFunction.SOFTMAX);
                    case HINGE, SQUARED_HINGE -> List.of(ActivationFunction.TANH, ActivationFunction.LINEAR);
                    case DICE, TVERSKY -> List.of(ActivationFunction.SIGMOID);
                    case CIRCLE, CTC -> List.of(ActivationFunction.LINEAR);
                    default -> List.of();
                };
        meant.forEach(activation -> {
            if (loss.fromLogits()) {
                addActivated(otherLogits(), activation);
            } else {
                activated(draft, activation).ifPresent(candidates::add);
            }
        });
    }

    /** A change, and another activation after it. */
    private void addActivated(Candidate first, ActivationFunction activation) {
        activated(first.draft(), activation).map(first::and).ifPresent(candidates::add);
    }

    private void addOtherLogits() {
        candidates.add(otherLogits());
    }

    private Candidate otherLogits() {
        boolean other = !loss.fromLogits();
        return replaced(loss.fromLogits(other), "fromLogits = " + other);
    }

    private void addNoSmoothing() {
        candidates.add(replaced(loss.labelSmoothing(0), "labelSmoothing = 0"));
    }

    /** The activation of the output changed. */
    private Optional<Candidate> activated(Draft from, ActivationFunction activation) {
        return FinalActivation.step(from, output.tensor())
                .flatMap(step -> Candidate.activation(from, step, activation));
    }

    private Candidate replaced(Loss.Spec changed, String text) {
        return replaced(draft, changed, text);
    }

    private Candidate replaced(Draft from, Loss.Spec changed, String text) {
        Draft.Output replacement = new Draft.Output(output.name(), Optional.of(changed), output.metrics());
        return new Candidate(
                output.name() + ": " + text,
                from.withOutputs(from.outputs().stream()
                        .map(candidate -> candidate.equals(output) ? replacement : candidate)
                        .toList()));
    }
}
