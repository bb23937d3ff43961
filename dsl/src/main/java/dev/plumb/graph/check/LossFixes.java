package dev.plumb.graph.check;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.graph.Draft;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Changes after which an output and its loss fit: of the activation, of the loss. */
final class LossFixes {
    private final Draft draft;
    private final List<Candidate> candidates = new ArrayList<>();

    private LossFixes(Draft draft) {
        this.draft = draft;
    }

    /** For the loss of this output. */
    static List<Candidate> of(Draft draft, String output) {
        LossFixes fixes = new LossFixes(draft);
        fixes.addTraining(output);
        return fixes.candidates;
    }

    private void addTraining(String name) {
        Draft.Step step = draft.stepsByName().get(name);
        Draft.Output output = draft.outputs().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        Loss.Spec loss = output.loss().orElseThrow();
        List<ActivationFunction> activations = loss.value().isCategorical()
                ? List.of(ActivationFunction.SOFTMAX)
                : List.of(ActivationFunction.SIGMOID);
        if (step != null && loss.value().isCrossentropy() && !loss.fromLogits()) {
            Candidate.attributes(step).forEach((attribute, value) -> {
                if (value instanceof ActivationFunction) {
                    activations.forEach(activation ->
                            Candidate.of(draft, step, attribute, activation).ifPresent(candidates::add));
                }
            });
        }
        for (boolean fromLogits : new boolean[] {false, true}) {
            addLoss(output, loss.value(), fromLogits, "fromLogits = " + fromLogits);
        }
        // one of its kind first: who wrote a cross-entropy did not mean a distance
        boolean crossentropy = loss.value().isCrossentropy();
        Stream.of(LossFunction.values())
                .sorted(Comparator.comparing(function -> function.isCrossentropy() != crossentropy))
                .forEach(function -> addLoss(output, function, loss.fromLogits(), "@Loss(" + function + ")"));
    }

    private void addLoss(Draft.Output output, LossFunction function, boolean fromLogits, String text) {
        Loss.Spec loss = output.loss().orElseThrow();
        Loss.Spec changed = new Loss.Spec(function, loss.weight(), fromLogits, loss.labelSmoothing());
        Draft.Output replacement = new Draft.Output(output.name(), Optional.of(changed), output.metrics());
        Draft other = draft.withOutputs(draft.outputs().stream()
                .map(candidate -> candidate.equals(output) ? replacement : candidate)
                .toList());
        candidates.add(new Candidate(output.name() + ": " + text, other));
    }
}
