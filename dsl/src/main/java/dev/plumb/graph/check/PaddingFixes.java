package dev.plumb.graph.check;

import dev.plumb.dsl.Padding;
import dev.plumb.graph.Draft;
import dev.plumb.graph.spec.Attributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Windows that shrink what they pass over: with padding they keep the size that another branch has, or that a later window needs. */
final class PaddingFixes {
    /** How far above a layer its windows are looked for, through layers with one input: a residual block is shorter. */
    private static final int LAYERS_ABOVE = 12;

    private final Draft draft;
    private final Map<String, Draft.Step> steps;

    /** Where one convolution must not look into the future, no other must. */
    private final Padding wanted;

    private PaddingFixes(Draft draft) {
        this.draft = draft;
        this.steps = draft.stepsByName();
        this.wanted = draft.steps().stream().anyMatch(step -> padding(step).equals(Optional.of(Padding.CAUSAL)))
                ? Padding.CAUSAL
                : Padding.SAME;
    }

    /** For a layer whose inputs have the wrong sizes: itself first, then each branch above it, the blamed one first. */
    static List<Candidate> of(Draft draft, Draft.Step step, List<Integer> operands) {
        PaddingFixes fixes = new PaddingFixes(draft);
        List<Candidate> candidates = new ArrayList<>();
        fixes.padded(step).ifPresent(padded -> candidates.add(fixes.candidate(List.of(padded))));
        operands.forEach(operand -> fixes.addBranch(step, operand, candidates));
        return candidates;
    }

    /** Each window of a branch, the nearest first, then the two nearest … : all that shrink it have to be padded together. */
    private void addBranch(Draft.Step step, int operand, List<Candidate> candidates) {
        Set<List<Draft.Step>> choices = new LinkedHashSet<>();
        List<Draft.Step> padded = new ArrayList<>();
        Draft.Step above = steps.get(step.sources().get(operand).wire().source());
        for (int level = 0; above != null && level < LAYERS_ABOVE; level++) {
            Optional<Draft.Step> other = padded(above);
            if (other.isPresent()) {
                padded.add(0, other.get());
                choices.add(List.of(other.get()));
                choices.add(padded.stream().filter(PaddingFixes::overlaps).toList());
                choices.add(List.copyOf(padded));
            }
            above = above.sources().size() == 1
                    ? steps.get(above.sources().get(0).wire().source())
                    : null;
        }
        choices.stream()
                .filter(choice -> !choice.isEmpty())
                .sorted(Comparator.comparingInt(List::size))
                .forEach(choice -> candidates.add(candidate(choice)));
    }

    /** Whether the places of a window overlap: others lose nothing of a size that they divide. */
    private static boolean overlaps(Draft.Step step) {
        Map<String, Object> attributes = Candidate.attributes(step);
        Object window = attributes.getOrDefault("kernelSize", attributes.get("poolSize"));
        return !Objects.equals(window, attributes.get("strides"));
    }

    private Candidate candidate(List<Draft.Step> padded) {
        Draft changed = draft;
        for (Draft.Step step : padded) {
            changed = changed.with(step);
        }
        List<String> names = padded.stream().map(Draft.Step::name).toList();
        return new Candidate(String.join(", ", names) + ": padding = " + wanted, changed);
    }

    private Optional<Draft.Step> padded(Draft.Step step) {
        return padding(step)
                .filter(Padding.VALID::equals)
                .map(valid -> step.withLayer(Attributes.with(step.layer().orElseThrow(), "padding", wanted)));
    }

    private static Optional<Padding> padding(Draft.Step step) {
        return step.layer()
                .map(layer -> Attributes.stated(layer).get("padding"))
                .filter(Padding.class::isInstance)
                .map(Padding.class::cast);
    }
}
