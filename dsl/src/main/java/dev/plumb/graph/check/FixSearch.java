package dev.plumb.graph.check;

import dev.plumb.graph.Draft;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.spec.Attributes;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.WrapperSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
 * it: behind two mistakes on one way lies a part of the model that is examined only when both are mended. Where the second mistake
 * shows only after the first is mended, it is mended, too, and the fix is the first mend. A fix that another mistake kept from being
 * judged to the end is not proposed.
 */
final class FixSearch {
    private final Trials trials = new Trials();
    private final List<Problem> problems;
    private final Map<Problem, Mend> mends = new HashMap<>();

    /** The model with what was mended so far, and what is still wrong with it. */
    private Examined model;

    /** A fix that was accepted, and the names of what it changes. */
    private record Mend(String fix, Set<String> changed) {}

    /**
     * A way to mend a problem that is not at its end.
     *
     * @param first the change that is proposed if the way has an end
     * @param mended the model with that change alone
     * @param reached the model with all changes up to here
     */
    private record Way(Candidate first, Examined mended, Examined reached) {
        /** What was hidden behind the problem and shows now. */
        List<Problem> uncovered(Examined before) {
            return reached.findings().problems().stream()
                    .filter(problem -> !before.has(problem) && !before.hasReasonOf(problem))
                    .toList();
        }
    }

    private FixSearch(Draft draft, GraphChecker.Findings findings) {
        this.problems = findings.problems();
        Draft intended = NameCheck.of(draft).repair(draft);
        this.model = new Examined(intended, intended.equals(draft) ? findings : GraphChecker.analyse(intended));
    }

    static List<Problem> addFixes(Draft draft, GraphChecker.Findings findings) {
        FixSearch search = new FixSearch(draft, findings);
        List<Problem> open = findings.problems().stream()
                .filter(problem -> !search.mend(problem, false))
                .toList();
        open.forEach(problem -> search.mend(problem, true));
        return findings.problems().stream()
                .map(problem -> Optional.ofNullable(search.mends.get(problem))
                        .filter(search::isExamined)
                        .map(mend -> problem.withFix(mend.fix()))
                        .orElse(problem))
                .toList();
    }

    /** Whether nothing is left to be done about a problem. */
    private boolean mend(Problem problem, boolean further) {
        if (mends.containsKey(problem) || !model.has(problem)) {
            return true;
        }
        if (trials.isOver()) {
            return false;
        }
        Optional<Way> way = way(problem, further);
        way.ifPresent(found -> {
            Mend mend = new Mend(
                    found.first().text(), changed(model.draft(), found.mended().draft()));
            problems.stream()
                    .filter(other -> model.has(other) && !found.mended().has(other))
                    .forEach(other -> mends.put(other, mend));
            model = found.reached();
        });
        return way.isPresent();
    }

    /** The first way to its end; of several with as many changes, the one whose first change is most often meant. */
    private Optional<Way> way(Problem problem, boolean further) {
        Deque<Way> open = new ArrayDeque<>();
        for (Candidate candidate : candidates(model, problem)) {
            Optional<Examined> mended = mended(model, problem, candidate);
            if (mended.isPresent()) {
                Way way = new Way(candidate, mended.get(), mended.get());
                if (isEnd(way)) {
                    return Optional.of(way);
                }
                open.add(way);
            }
        }
        open.removeIf(way -> way.uncovered(model).isEmpty()); // warned of
        while (further && !open.isEmpty() && !trials.isOver()) {
            Way way = open.remove();
            Problem next = way.uncovered(model).get(0);
            for (Candidate candidate : candidates(way.reached(), next)) {
                Optional<Examined> mended =
                        mended(way.reached(), next, candidate).filter(after -> !after.has(problem));
                if (mended.isPresent()) {
                    Way longer = new Way(way.first(), way.mended(), mended.get());
                    if (isEnd(longer)) {
                        return Optional.of(longer);
                    }
                    if (!longer.uncovered(model).isEmpty()) {
                        open.add(longer);
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** The model with a change, if that mends the problem and makes no other: what was hidden may show. */
    private Optional<Examined> mended(Examined before, Problem problem, Candidate candidate) {
        return trials.examine(candidate.draft())
                .map(findings -> new Examined(candidate.draft(), findings))
                .filter(after -> !after.has(problem)
                        && after.findings().problems().stream()
                                .allMatch(other ->
                                        before.has(other) || before.hasReasonOf(other) || before.hides(other)));
    }

    private boolean isEnd(Way way) {
        return way.uncovered(model).isEmpty() && !isWarnedOf(way.reached());
    }

    /** Whether a model that has become right gets a warning about what was changed, or what takes from it. */
    private boolean isWarnedOf(Examined after) {
        if (!after.findings().problems().isEmpty() || !GraphChecker.isComplete(after.draft())) {
            return false;
        }
        Set<String> changed = changed(model.draft(), after.draft());
        boolean added = after.draft().steps().size() > model.draft().steps().size();
        Set<String> concerned = new HashSet<>(changed);
        after.draft().steps().stream()
                .filter(step -> takesFrom(step, changed))
                .forEach(step -> concerned.add(step.name()));
        return Lint.findings(GraphChecker.graph(after.draft(), after.findings().types())).stream()
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
        TypeCheck types = model.findings().types();
        Set<String> reached = new HashSet<>(mend.changed());
        types.order().stream().filter(step -> takesFrom(step, reached)).forEach(step -> reached.add(step.name()));
        return model.draft().steps().stream()
                .filter(step -> reached.contains(step.name()) || takesFrom(step, reached))
                .noneMatch(step -> types.outputs(step.name()).isEmpty());
    }

    private static boolean takesFrom(Draft.Step step, Set<String> names) {
        return step.sources().stream()
                .anyMatch(source -> names.contains(source.wire().source()));
    }

    /** What may mend a problem of a model; inside of a use, in what it uses. */
    static List<Candidate> candidates(Examined model, Problem problem) {
        if (!problem.site().uses().isEmpty()) {
            return InnerFixes.of(model, problem);
        }
        Place place = problem.place();
        Draft draft = model.draft();
        TypeCheck types = model.findings().types();
        return switch (problem.id()) {
            case SHAPE_MISMATCH, BROADCAST, NOT_DIVISIBLE, EMPTY_DIMENSION ->
                SizeFixes.of(draft, types, model.step(place), blamed(place));
            case RANK_MISMATCH -> WiringFixes.ofRank(draft, types, model.step(place), blamed(place));
            case DECLARED_RANK -> WiringFixes.ofDeclaration(draft, types, place);
            case DTYPE_MISMATCH ->
                draft.inputsByName().containsKey(place.layer())
                        ? List.of() // it is an output, too
                        : WiringFixes.ofElementType(draft, types, model.step(place), blamed(place));
            case UNKNOWN_OUTPUT -> WiringFixes.ofUnknownOutput(draft, types, place);
            case NO_OUTPUT -> WiringFixes.ofNoOutput(draft, types);
            case BAD_ATTRIBUTE ->
                draft.inputsByName().containsKey(place.layer())
                        ? InputFixes.ofSize(draft, draft.inputsByName().get(place.layer()))
                        : withoutWrapper(model, place);
            case WRONG_ARITY -> MissingLayers.ofSurplus(draft, types, model.step(place));
            case UNKNOWN_DIMENSION -> WiringFixes.ofUnknownSize(draft, types, model.step(place), blamed(place));
            case LOSS_MISMATCH -> LossFixes.of(draft, types, place);
            case METRIC_MISMATCH -> MetricFixes.of(draft, types, place);
            default -> List.of(); // a name or a wire: what was meant is in the first line
        };
    }

    private static int blamed(Place place) {
        return place instanceof Place.Source source ? source.index() : 0;
    }

    /** A wrapper around a layer that it cannot wrap is left out, if the layer stands without it. */
    private static List<Candidate> withoutWrapper(Examined model, Place place) {
        if (!(place instanceof Place.Attribute at) || !at.attribute().equals(WrapperSpec.WRAPPED)) {
            return List.of();
        }
        List<Candidate> candidates = new ArrayList<>();
        Draft.Step step = model.step(at);
        LayerSpec outer = step.layer().orElse(null);
        UnaryOperator<LayerSpec> around = UnaryOperator.identity();
        while (outer instanceof WrapperSpec wrapper) {
            candidates.add(new Candidate(
                    step.name() + ": without @" + wrapper.layerName(),
                    model.draft().with(step.withLayer(around.apply(wrapper.layer())))));
            UnaryOperator<LayerSpec> before = around;
            around = inner -> before.apply(Attributes.with(wrapper, WrapperSpec.WRAPPED, inner));
            outer = wrapper.layer();
        }
        return candidates;
    }
}
