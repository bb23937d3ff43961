package dev.plumb.graph.check;

import dev.plumb.graph.Draft;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.spec.Attributes;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.WrapperSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Looks for a small change that mends a problem, and proposes it only after the rules have accepted it: the problem is gone, no other
 * came, and no warning about what was changed. Problems are mended one after the other, each in the model as the mends before have left
 * it: behind two mistakes on one way lies a part of the model that is examined only when both are mended. A fix that another mistake
 * kept from being judged to the end is not proposed.
 */
final class FixSearch {
    private final Trials trials = new Trials();
    private final List<Problem> problems;
    private final Map<Problem, Mend> mends = new HashMap<>();

    /** The model with what was mended so far, and what is still wrong with it. */
    private Draft draft;

    private GraphChecker.Findings findings;
    private Map<String, Draft.Step> steps;

    /** A fix that was accepted, and the names of what it changes. */
    private record Mend(String fix, Set<String> changed) {}

    private FixSearch(Draft draft, GraphChecker.Findings findings) {
        this.problems = findings.problems();
        Draft intended = NameCheck.of(draft).repair(draft);
        update(intended, intended.equals(draft) ? findings : GraphChecker.analyse(intended));
    }

    private void update(Draft changed, GraphChecker.Findings found) {
        draft = changed;
        findings = found;
        steps = changed.stepsByName();
    }

    static List<Problem> addFixes(Draft draft, GraphChecker.Findings findings) {
        FixSearch search = new FixSearch(draft, findings);
        findings.problems().forEach(search::mend);
        return findings.problems().stream()
                .map(problem -> Optional.ofNullable(search.mends.get(problem))
                        .filter(search::isExamined)
                        .map(mend -> problem.withFix(mend.fix()))
                        .orElse(problem))
                .toList();
    }

    private void mend(Problem problem) {
        boolean inside = !problem.site().uses().isEmpty(); // what a block or nested model is made of is mended there
        if (inside || mends.containsKey(problem) || !isIn(findings, problem) || trials.isOver()) {
            return;
        }
        for (Candidate candidate : candidates(problem)) {
            Optional<GraphChecker.Findings> left = trials.examine(candidate.draft());
            if (left.isPresent() && mends(candidate, left.get(), problem)) {
                Mend mend = new Mend(candidate.text(), changed(draft, candidate.draft()));
                problems.stream()
                        .filter(other -> isIn(findings, other) && !isIn(left.get(), other))
                        .forEach(other -> mends.put(other, mend));
                update(candidate.draft(), left.get());
                return;
            }
        }
    }

    private boolean mends(Candidate candidate, GraphChecker.Findings left, Problem problem) {
        return !isIn(left, problem)
                && left.problems().stream().allMatch(other -> isIn(findings, other) || isAdded(other))
                && !isWarnedOf(candidate, left);
    }

    private static boolean isIn(GraphChecker.Findings findings, Problem problem) {
        return findings.problems().stream()
                .anyMatch(other -> other.id() == problem.id() && other.place().equals(problem.place()));
    }

    /** A layer that a candidate adds before a dead one is dead, too: the dead one is reported already. */
    private boolean isAdded(Problem problem) {
        return problem.id() == ProblemId.DEAD_LAYER
                && !steps.containsKey(problem.place().layer());
    }

    /** Whether a model that has become right gets a warning about what was changed, or what takes from it. */
    private boolean isWarnedOf(Candidate candidate, GraphChecker.Findings left) {
        if (!left.problems().isEmpty() || !GraphChecker.isComplete(candidate.draft())) {
            return false;
        }
        Set<String> changed = changed(draft, candidate.draft());
        boolean added = candidate.draft().steps().size() > draft.steps().size();
        Set<String> concerned = new HashSet<>(changed);
        candidate.draft().steps().stream()
                .filter(step -> takesFrom(step, changed))
                .forEach(step -> concerned.add(step.name()));
        return Lint.findings(GraphChecker.graph(candidate.draft(), left.types())).stream()
                .anyMatch(warning -> concerned.contains(warning.place().layer())
                        && warning.id() != ProblemId.DUPLICATE_ENCODER
                        && (warning.id() != ProblemId.LINEAR_STACK || added));
    }

    /** The names of all that differs between two drafts. */
    private static Set<String> changed(Draft before, Draft after) {
        Set<Object> parts = new HashSet<>(before.steps());
        parts.addAll(before.inputs());
        parts.addAll(before.outputs());
        Set<String> changed = new HashSet<>();
        after.inputs().stream().filter(input -> !parts.contains(input)).forEach(input -> changed.add(input.name()));
        after.steps().stream().filter(step -> !parts.contains(step)).forEach(step -> changed.add(step.name()));
        after.outputs().stream()
                .filter(output -> !parts.contains(output))
                .forEach(output -> changed.add(output.tensor().source()));
        return changed;
    }

    /** Whether all that a mend has an effect on was examined in the end. */
    private boolean isExamined(Mend mend) {
        TypeCheck types = findings.types();
        Set<String> reached = new HashSet<>(mend.changed());
        types.order().stream().filter(step -> takesFrom(step, reached)).forEach(step -> reached.add(step.name()));
        return draft.steps().stream()
                .filter(step -> reached.contains(step.name()) || takesFrom(step, reached))
                .noneMatch(step -> types.outputs(step.name()).isEmpty());
    }

    private static boolean takesFrom(Draft.Step step, Set<String> names) {
        return step.sources().stream()
                .anyMatch(source -> names.contains(source.wire().source()));
    }

    private List<Candidate> candidates(Problem problem) {
        Place place = problem.place();
        return switch (problem.id()) {
            case SHAPE_MISMATCH, BROADCAST, NOT_DIVISIBLE, EMPTY_DIMENSION ->
                SizeFixes.of(draft, findings.types(), step(place), blamed(place));
            case RANK_MISMATCH -> WiringFixes.ofRank(draft, findings.types(), step(place), blamed(place));
            case DECLARED_RANK -> WiringFixes.ofDeclaration(draft, findings.types(), place);
            case DTYPE_MISMATCH -> WiringFixes.ofElementType(draft, findings.types(), step(place), blamed(place));
            case UNKNOWN_OUTPUT -> WiringFixes.ofUnknownOutput(draft, findings.types(), place);
            case NO_OUTPUT -> WiringFixes.ofNoOutput(draft, findings.types());
            case BAD_ATTRIBUTE ->
                draft.inputsByName().containsKey(place.layer())
                        ? InputFixes.ofSize(draft, draft.inputsByName().get(place.layer()))
                        : withoutWrapper(place);
            case LOSS_MISMATCH -> LossFixes.of(draft, findings.types(), place);
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
