package dev.plumb.graph.check;

import dev.plumb.graph.Draft;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.spec.Attributes;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.WrapperSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Looks for a small change that mends a problem, and proposes it only after the rules have accepted it: the problem is gone, and no
 * other came.
 */
final class FixSearch {
    private final Draft draft;
    private final GraphChecker.Findings findings;
    private final Map<String, Draft.Step> steps;

    private FixSearch(Draft draft, GraphChecker.Findings findings) {
        this.draft = draft;
        this.findings = findings;
        this.steps = draft.stepsByName();
    }

    static List<Problem> addFixes(Draft draft, GraphChecker.Findings findings) {
        FixSearch search = new FixSearch(draft, findings);
        return findings.problems().stream()
                .map(problem -> search.candidates(problem).stream()
                        .filter(candidate -> search.mends(candidate, problem))
                        .findFirst()
                        .map(candidate -> problem.withFix(candidate.text()))
                        .orElse(problem))
                .toList();
    }

    private boolean mends(Candidate candidate, Problem problem) {
        return GraphChecker.analyse(candidate.draft()).problems().stream()
                .allMatch(left -> !isSame(left, problem)
                        && (findings.problems().stream().anyMatch(before -> isSame(before, left)) || isAdded(left)));
    }

    /** A layer that a candidate adds before a dead one is dead, too: the dead one is reported already. */
    private boolean isAdded(Problem problem) {
        return problem.id() == ProblemId.DEAD_LAYER
                && !steps.containsKey(problem.place().layer());
    }

    private static boolean isSame(Problem a, Problem b) {
        return a.id() == b.id() && a.place().equals(b.place());
    }

    private List<Candidate> candidates(Problem problem) {
        Place place = problem.place();
        return switch (problem.id()) {
            case SHAPE_MISMATCH, BROADCAST, NOT_DIVISIBLE, EMPTY_DIMENSION ->
                SizeFixes.of(draft, findings.types(), step(place), blamed(place));
            case RANK_MISMATCH -> WiringFixes.ofRank(draft, step(place), blamed(place));
            case DECLARED_RANK -> WiringFixes.ofDeclaration(draft, place);
            case DTYPE_MISMATCH -> WiringFixes.ofElementType(draft, step(place));
            case UNKNOWN_OUTPUT -> WiringFixes.ofUnknownOutput(draft, place);
            case BAD_ATTRIBUTE -> withoutWrapper(place);
            case LOSS_MISMATCH -> LossFixes.of(draft, place.layer());
            default -> List.of(); // a name or a wire: what was meant is in the first line
        };
    }

    private Draft.Step step(Place place) {
        Draft.Step step = steps.get(place.layer());
        if (step == null) {
            throw new IllegalStateException("no layer is called '" + place.layer() + "'");
        }
        return step;
    }

    private static int blamed(Place place) {
        return place instanceof Place.Source source ? source.index() : 0;
    }

    /** A wrapper around a layer that it cannot wrap is left out, if the layer stands without it. */
    private List<Candidate> withoutWrapper(Place place) {
        if (!(place instanceof Place.Attribute at) || !at.attribute().equals(WrapperSpec.WRAPPED)) {
            return List.of();
        }
        List<Candidate> candidates = new ArrayList<>();
        Draft.Step step = step(at);
        LayerSpec outer = step.layer().orElse(null);
        UnaryOperator<LayerSpec> around = UnaryOperator.identity();
        while (outer instanceof WrapperSpec wrapper) {
            candidates.add(new Candidate(
                    step.name() + ": without @" + wrapper.layerName(),
                    draft.with(step.withLayer(around.apply(wrapper.layer())))));
            UnaryOperator<LayerSpec> before = around;
            around = inner -> before.apply(Attributes.with(wrapper, WrapperSpec.WRAPPED, inner));
            outer = wrapper.layer();
        }
        return candidates;
    }
}
