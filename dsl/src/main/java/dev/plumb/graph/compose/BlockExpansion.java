package dev.plumb.graph.compose;

import dev.plumb.graph.Composite;
import dev.plumb.graph.Composite.Expansion;
import dev.plumb.graph.Composite.Faulty;
import dev.plumb.graph.Composite.Refused;
import dev.plumb.graph.Draft;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.expression.Evaluation;
import dev.plumb.graph.expression.Expression;
import dev.plumb.graph.expression.ExpressionException;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Mismatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a block is for values of its attributes and types of its inputs: conditions decided, bindings computed. */
final class BlockExpansion {
    private final Draft wiring;
    private final Map<String, Draft.Step> whole;
    private final GivenInputs inputs;
    private final List<Problem> problems = new ArrayList<>();

    /** What a wire carries that starts at a step that is left out. */
    private final Map<String, TensorName> passed = new HashMap<>();

    /** Whose weights those of a step are here: of several that share them the first that is not left out. */
    private final Map<String, String> owners = new HashMap<>();

    private Environment names = new Environment(Map.of());

    BlockExpansion(Draft wiring, Map<String, Object> attributes, List<TensorType> given) {
        this.wiring = wiring;
        this.whole = wiring.stepsByName();
        this.inputs = new GivenInputs(wiring.inputs(), given, attributes);
    }

    Expansion expand() {
        Optional<Mismatch> mismatch = inputs.mismatch();
        if (mismatch.isPresent()) {
            return new Refused(mismatch.get());
        }
        Draft draft = draft();
        return problems.isEmpty() ? GraphChecker.expandChecked(draft, inputs.assumptions()) : new Faulty(problems);
    }

    /** What the block is made of, if it takes these inputs and its expressions have values. */
    Optional<Draft> madeOf() {
        if (inputs.mismatch().isPresent()) {
            return Optional.empty();
        }
        Draft draft = draft();
        return problems.isEmpty() ? Optional.of(draft) : Optional.empty();
    }

    private Draft draft() {
        names = inputs.environment();
        List<Draft.Step> steps = new ArrayList<>();
        for (Draft.Step step : wiring.steps()) {
            step(step).ifPresent(steps::add);
        }
        steps.replaceAll(this::owned);
        List<Draft.Output> outputs = wiring.outputs().stream()
                .map(output -> new Draft.Output(carried(output.tensor()).toString(), Optional.empty(), List.of()))
                .toList();
        Map<String, LayerSpec> layers = new HashMap<>();
        steps.forEach(step -> step.layer().ifPresent(layer -> layers.putIfAbsent(step.name(), layer)));
        List<Draft.Step> wired = steps.stream()
                .map(step -> step.withSources(step.sources().stream()
                        .flatMap(source -> tensors(carried(source.wire()), layers)
                                .map(wire -> new Draft.Source(wire, source.declared())))
                        .toList()))
                .toList();
        return new Draft(wiring.name(), inputs.inputs(), needed(wired, outputs), outputs);
    }

    /** The step as it is here; empty if it is left out or something is wrong with it. */
    private Optional<Draft.Step> step(Draft.Step step) {
        Draft.Terms terms = step.terms();
        try {
            if (!terms.when().isEmpty() && !Evaluation.holds(Expression.parse(terms.when()), names)) {
                passed.put(step.name(), step.sources().get(0).wire());
                return Optional.empty();
            }
        } catch (ExpressionException e) {
            problems.add(Problem.of(
                    ProblemId.BAD_BINDING,
                    new Place.Condition(step.name()),
                    ProblemId.BAD_BINDING.headline("@When", step.title(), e.located())));
            return Optional.empty();
        }
        if (step.layer().isEmpty()) {
            return Optional.of(step);
        }
        return bound(step).map(layer -> step.withLayer(layer).withTerms(terms.withBindings(List.of(), "")));
    }

    /** The step with the weights of the one that has them here: itself, where what had them is left out. */
    private Draft.Step owned(Draft.Step step) {
        String owner = passed.containsKey(step.owner())
                ? owners.computeIfAbsent(step.owner(), leftOut -> step.name())
                : step.owner();
        Draft.Terms terms = step.terms();
        boolean own = owner.equals(step.name());
        boolean frozen = own ? whole.getOrDefault(step.owner(), step).terms().frozen() : terms.frozen();
        return step.withTerms(terms.withWeights(own ? "" : owner, frozen));
    }

    /** A layer that is applied again is bound as it is where its weights are; what is wrong with that is said there. */
    private Optional<LayerSpec> bound(Draft.Step step) {
        Draft.Step owner = whole.getOrDefault(step.owner(), step);
        if (!owner.name().equals(step.name()) && owner.layer().isPresent()) {
            Optional<LayerSpec> again = bound(owner);
            return step.layer().equals(owner.layer()) ? again : again.flatMap(LayerSpec::reversed);
        }
        try {
            return Optional.of(
                    Bindings.apply(step.layer().orElseThrow(), step.terms().bindings(), names));
        } catch (Bindings.Failure failure) {
            Problem problem = Problem.of(
                    ProblemId.BAD_BINDING,
                    new Place.Binding(step.name(), failure.text()),
                    ProblemId.BAD_BINDING.headline("@Bind", step.title(), failure.reason()));
            if (!problems.contains(problem)) {
                problems.add(problem);
            }
            return Optional.empty();
        }
    }

    /** What a wire stands for now that it is known how often something is repeated. */
    private static Stream<TensorName> tensors(TensorName wire, Map<String, LayerSpec> layers) {
        return Composite.tensors(wire, Optional.ofNullable(layers.get(wire.source()))).stream();
    }

    private TensorName carried(TensorName wire) {
        TensorName at = wire;
        Set<TensorName> seen = new HashSet<>();
        while (passed.containsKey(at.source()) && seen.add(at)) {
            at = passed.get(at.source());
        }
        return at;
    }

    /** The steps without those that only steps needed that are left out; what nothing ever needed is said at the declaration. */
    private List<Draft.Step> needed(List<Draft.Step> steps, List<Draft.Output> outputs) {
        if (passed.isEmpty()) {
            return steps;
        }
        Map<String, Draft.Step> byName = new HashMap<>();
        steps.forEach(step -> byName.putIfAbsent(step.name(), step));
        Set<String> needed = new HashSet<>();
        Deque<String> queue = new ArrayDeque<>();
        outputs.forEach(output -> queue.add(output.tensor().source()));
        while (!queue.isEmpty()) {
            String name = queue.remove();
            Draft.Step step = byName.get(name);
            if (needed.add(name) && step != null) {
                step.sources().forEach(source -> queue.add(source.wire().source()));
                queue.add(step.owner());
            }
        }
        return steps.stream().filter(step -> needed.contains(step.name())).toList();
    }
}
