package dev.plumb.graph.check;

import dev.plumb.dsl.Padding;
import dev.plumb.graph.Draft;
import dev.plumb.graph.spec.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Windows that shrink what they pass over: with padding they keep the size that another branch has, or that a later window needs. */
final class PaddingFixes {
    /** How far above a layer its windows are looked for, through layers with one input: a residual block is shorter. */
    private static final int LAYERS_ABOVE = 12;

    private final Draft draft;
    private final Map<String, Draft.Step> steps;

    private PaddingFixes(Draft draft) {
        this.draft = draft;
        this.steps = draft.stepsByName();
    }

    /** For a layer whose inputs have the wrong sizes: itself first, then each branch above it, the blamed one first. */
    static List<Candidate> of(Draft draft, Draft.Step step, List<Integer> operands) {
        PaddingFixes fixes = new PaddingFixes(draft);
        List<Candidate> candidates = new ArrayList<>();
        fixes.padded(step).ifPresent(padded -> candidates.add(candidate(draft, List.of(padded))));
        operands.forEach(operand -> fixes.addBranch(step, operand, candidates));
        return candidates;
    }

    /** The nearest window of a branch, then the two nearest … : all that shrink it have to be padded together. */
    private void addBranch(Draft.Step step, int operand, List<Candidate> candidates) {
        List<Draft.Step> padded = new ArrayList<>();
        Draft.Step above = steps.get(step.sources().get(operand).wire().source());
        for (int level = 0; above != null && level < LAYERS_ABOVE; level++) {
            Optional<Draft.Step> other = padded(above);
            if (other.isPresent()) {
                padded.add(0, other.get());
                candidates.add(candidate(draft, padded));
            }
            above = above.sources().size() == 1
                    ? steps.get(above.sources().get(0).wire().source())
                    : null;
        }
    }

    private static Candidate candidate(Draft draft, List<Draft.Step> padded) {
        Draft changed = draft;
        for (Draft.Step step : padded) {
            changed = changed.with(step);
        }
        List<String> names = padded.stream().map(Draft.Step::name).toList();
        return new Candidate(String.join(", ", names) + ": padding = " + Padding.SAME, changed);
    }

    private Optional<Draft.Step> padded(Draft.Step step) {
        return step.layer()
                .filter(layer -> Attributes.stated(layer).get("padding") == Padding.VALID)
                .map(layer -> step.withLayer(Attributes.with(layer, "padding", Padding.SAME)));
    }
}
