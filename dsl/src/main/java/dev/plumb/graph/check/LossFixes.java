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
        boolean oneValue = types.type(output.get().tensor())
                .filter(TrainingCheck::isOneValue)
                .isPresent();
        if (fixes.loss.value().isCrossentropy()) {
            fixes.addCrossentropies(oneValue);
        } else {
            fixes.addOtherLogits();
        }
        if (fixes.loss.labelSmoothing() > 0 && fixes.loss.labelSmoothing() <= 1) {
            fixes.addNoSmoothing();
        }
        return fixes.candidates;
    }

    private void addCrossentropies(boolean oneValue) {
        ActivationFunction activation =
                oneValue || !loss.value().isCategorical() ? ActivationFunction.SIGMOID : ActivationFunction.SOFTMAX;
        boolean distribution = !oneValue && loss.value() == LossFunction.BINARY_CROSSENTROPY;
        if (!loss.fromLogits() && !(distribution && isDistribution())) {
            activated(draft, activation).ifPresent(candidates::add);
        }
        addOtherLogits();
        if (oneValue) {
            Candidate binary = loss(LossFunction.BINARY_CROSSENTROPY, "@Loss(BINARY_CROSSENTROPY)");
            candidates.add(binary);
            activated(binary.draft(), activation).map(binary::and).ifPresent(candidates::add);
        } else {
            String targets = loss.value().hasSparseTargets() ? " with one-hot targets" : "";
            candidates.add(loss(LossFunction.CATEGORICAL_CROSSENTROPY, "@Loss(CATEGORICAL_CROSSENTROPY)" + targets));
        }
    }

    /** Whether the output is one choice among classes: then its loss is meant to be categorical. */
    private boolean isDistribution() {
        return Optional.ofNullable(draft.stepsByName().get(output.name()))
                .flatMap(Draft.Step::layer)
                .flatMap(LayerSpec::finalActivation)
                .filter(ActivationFunction::isDistribution)
                .isPresent();
    }

    private void addOtherLogits() {
        boolean other = !loss.fromLogits();
        candidates.add(replaced(
                new Loss.Spec(loss.value(), loss.weight(), other, loss.labelSmoothing()), "fromLogits = " + other));
    }

    private void addNoSmoothing() {
        candidates.add(
                replaced(new Loss.Spec(loss.value(), loss.weight(), loss.fromLogits(), 0), "labelSmoothing = 0"));
    }

    /** The output's own activation changed. */
    private Optional<Candidate> activated(Draft from, ActivationFunction activation) {
        return Optional.ofNullable(from.stepsByName().get(output.name()))
                .flatMap(step -> Candidate.activation(from, step, activation));
    }

    private Candidate loss(LossFunction function, String text) {
        return replaced(new Loss.Spec(function, loss.weight(), loss.fromLogits(), loss.labelSmoothing()), text);
    }

    private Candidate replaced(Loss.Spec changed, String text) {
        Draft.Output replacement = new Draft.Output(output.name(), Optional.of(changed), output.metrics());
        return new Candidate(
                output.name() + ": " + text,
                draft.withOutputs(draft.outputs().stream()
                        .map(candidate -> candidate.equals(output) ? replacement : candidate)
                        .toList()));
    }
}
