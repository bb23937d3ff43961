package dev.plumb.graph.check;

import dev.plumb.dsl.DType;
import dev.plumb.graph.Composite;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.attribute.AttributeText;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.shape.Assumption;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorKind;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Mismatch;
import dev.plumb.graph.spec.Operand;
import dev.plumb.graph.spec.PreprocessingSpec;
import dev.plumb.graph.spec.Weight;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Asks each layer's rule for the types of its outputs, in topological order. A layer with a problem has no type, and what takes from it
 * is not asked: no problem follows from another.
 */
final class TypeCheck {
    private static final String PLACEHOLDER =
            "a size, or a name that says what varies, such as \"time\"; the batch axis is left out";

    private final List<Draft.Step> order;
    private final Map<String, List<TensorType>> types = new LinkedHashMap<>();
    private final Map<String, List<Assumption>> assumptions = new HashMap<>();
    private final Map<String, Graph> expansions = new HashMap<>();
    private final Map<String, Draft.Step> steps;
    private final List<Problem> problems = new ArrayList<>();
    private final Evidence evidence;
    private long parameters;

    private TypeCheck(Draft draft, List<Draft.Step> order) {
        this.order = order;
        this.steps = draft.stepsByName();
        this.evidence = new Evidence(draft);
    }

    /** Checks the steps of this order; {@code unresolved} names those whose wires are known to be wrong. */
    static TypeCheck of(Draft draft, List<Draft.Step> order, Set<String> unresolved) {
        TypeCheck check = new TypeCheck(draft, order);
        for (Draft.Input input : draft.inputs()) {
            check.input(input);
        }
        return check.checked(order, unresolved);
    }

    /** Checks what is inside a composite: its inputs have the types that they are given, whose sizes may be computed ones such as {@code height/2}. */
    static TypeCheck ofGiven(Draft draft, List<Draft.Step> order) {
        TypeCheck check = new TypeCheck(draft, order);
        for (Draft.Input input : draft.inputs()) {
            check.given(input);
        }
        return check.checked(order, Set.of());
    }

    private TypeCheck checked(List<Draft.Step> order, Set<String> unresolved) {
        Set<String> ordered = new HashSet<>();
        for (Draft.Step step : order) {
            ordered.add(step.name());
            if (!unresolved.contains(step.name())) {
                step(step);
            }
        }
        for (Draft.Step step : order) {
            sharing(step);
        }
        for (Draft.Step step : steps.values()) {
            if (unresolved.contains(step.name()) || !ordered.contains(step.name())) {
                attributes(step);
            }
        }
        return this;
    }

    List<Problem> problems() {
        return problems;
    }

    List<Draft.Step> order() {
        return order;
    }

    List<TensorType> outputs(String name) {
        return types.getOrDefault(name, List.of());
    }

    /** Whether the weights that a step uses do not train. */
    boolean isFrozen(Draft.Step step) {
        return steps.getOrDefault(step.owner(), step).terms().frozen();
    }

    /** The layers of a step that is a composite. */
    Optional<Graph> expansion(String name) {
        return Optional.ofNullable(expansions.get(name));
    }

    /** What the rule of a step could not decide. */
    List<Assumption> assumptions(String name) {
        return assumptions.getOrDefault(name, List.of());
    }

    /** The type of a wire that is known to have one. */
    TensorType known(TensorName wire) {
        return type(wire).orElseThrow(() -> new IllegalStateException("the type of '" + wire + "' is not known"));
    }

    /** The type of a wire, unless there was a problem on the way to it. */
    Optional<TensorType> type(TensorName wire) {
        List<TensorType> outputs = outputs(wire.source());
        int index = 0;
        if (!wire.output().isEmpty()) {
            index = Optional.ofNullable(steps.get(wire.source()))
                    .flatMap(Draft.Step::layer)
                    .map(layer -> layer.outputNames().indexOf(wire.output()))
                    .orElse(-1);
        }
        return index >= 0 && index < outputs.size() ? Optional.of(outputs.get(index)) : Optional.empty();
    }

    /** The types of what a step takes, without those that are not known. */
    List<TensorType> inputTypes(Draft.Step step) {
        List<TensorType> known = new ArrayList<>();
        for (Draft.Source source : step.sources()) {
            type(source.wire()).ifPresent(known::add);
        }
        return known;
    }

    Map<String, TensorType> firstOutputs() {
        Map<String, TensorType> first = new HashMap<>();
        for (Map.Entry<String, List<TensorType>> outputs : types.entrySet()) {
            first.put(outputs.getKey(), outputs.getValue().get(0));
        }
        return first;
    }

    private void input(Draft.Input input) {
        for (int axis = 0; axis < input.type().rank(); axis++) {
            Dim size = input.type().shape().dim(axis);
            Optional<String> requirement = unmet(size);
            if (requirement.isPresent()) {
                problems.add(badSize(input, axis, requirement.get()));
                return;
            }
        }
        given(input);
    }

    private void given(Draft.Input input) {
        Optional<Mismatch> excess = SizeLimits.ofInput(input.type().shape());
        if (excess.isPresent()) {
            problems.add(excess.get().problem(new Place.Layer(input.name()), "Input '" + input.name() + "'"));
            return;
        }
        if (!input.declared().accepts(input.type())) {
            problems.add(declaredRank(
                            new Place.Layer(input.name()),
                            "input '" + input.name() + "'",
                            input.declared(),
                            "its shape is " + input.type().shape(),
                            input.type())
                    .withEvidence(InputFixes.help(input)));
            return;
        }
        types.put(input.name(), List.of(input.type()));
    }

    /** What the size of an input's axis has to be and is not. */
    private static Optional<String> unmet(Dim size) {
        if (size.isKnown() && size.size() >= 1 && size.size() <= Dim.LARGEST_AXIS && !InputFixes.isPlaceholder(size)) {
            return Optional.empty();
        }
        String text = size.toString();
        if (text.matches("-[0-9]+") || (size.isKnown() && size.size() < 1)) {
            return Optional.of("at least 1");
        }
        if (InputFixes.isPlaceholder(size)) {
            return Optional.of(PLACEHOLDER);
        }
        if (text.matches("[0-9]+")) {
            boolean fits = size.isKnown() && size.size() <= Dim.LARGEST_AXIS;
            return fits ? Optional.empty() : Optional.of("at most " + Dim.LARGEST_AXIS);
        }
        return text.matches("[A-Za-z_][A-Za-z0-9_]*") ? Optional.empty() : Optional.of("a size or a name");
    }

    /** Numbers are in the attribute {@code value}; where one axis has a name, all are in {@code dims}. */
    private static Problem badSize(Draft.Input input, int axis, String requirement) {
        List<Dim> sizes = input.type().shape().dims();
        boolean numbers = sizes.stream().allMatch(size -> size.toString().matches("-?[0-9]+"));
        String attribute = numbers ? "value" : "dims";
        String size = sizes.get(axis).toString();
        return new Mismatch.BadAttribute(
                        attribute,
                        sizes.size() == 1 ? -1 : axis,
                        numbers ? size : AttributeText.format(size),
                        requirement)
                .problem(new Place.Attribute(input.name(), attribute, axis), "Input '" + input.name() + "'");
    }

    private boolean attributes(Draft.Step step) {
        List<Mismatch> wrong = step.layer().isEmpty()
                ? List.of()
                : AttributeChecks.of(step.layer().get());
        for (Mismatch mismatch : wrong) {
            problems.add(attributeProblem(step, mismatch));
        }
        return wrong.isEmpty();
    }

    private void step(Draft.Step step) {
        if (step.layer().isEmpty()) {
            return;
        }
        LayerSpec layer = step.applied().orElseThrow();
        boolean sound = attributes(step);
        if (!layer.arity().accepts(step.sources().size()) && isWrappable(layer)) {
            int counted = step.sources().size() - (layer.arity().beside().isEmpty() ? 0 : 1);
            problems.add(Problem.of(
                    ProblemId.WRONG_ARITY,
                    new Place.Layer(step.name()),
                    ProblemId.WRONG_ARITY.headline(
                            layer.title(),
                            step.name(),
                            layer.arity(),
                            counted == 0 ? "none" : Integer.toString(counted))));
            sound = false;
        }
        Optional<List<TensorType>> inputs = inputs(step);
        if (!sound || inputs.isEmpty()) {
            return;
        }
        if (layer instanceof Composite composite) {
            composite(step, composite, inputs.get());
            return;
        }
        Optional<Mismatch> fed = FedCheck.mismatch(step, layer, inputs.get(), steps);
        Inference inference = infer(step, layer, inputs.get());
        if (fed.isPresent() && (!(inference instanceof Inference.Failure failure) || asksForStrings(layer, failure))) {
            inference = Inference.failure(fed.get());
        }
        if (inference instanceof Inference.Failure failure) {
            problems.add(problem(step, failure.mismatch(), inputs.get()));
        } else if (inference instanceof Inference.Types inferred) {
            assumptions.put(step.name(), inferred.assumptions());
            Optional<? extends Mismatch> unfit = unfit(step, layer, inputs.get());
            if (unfit.isPresent()) {
                problems.add(attributeProblem(step, unfit.get()));
            } else {
                declared(step, inferred.outputs());
            }
        }
    }

    /** What of a layer's attributes does not fit these inputs. */
    private Optional<? extends Mismatch> unfit(Draft.Step step, LayerSpec layer, List<TensorType> inputs) {
        Optional<? extends Mismatch> ids = IdCheck.problem(step, layer, steps);
        if (ids.isPresent()) {
            return ids;
        }
        Optional<? extends Mismatch> initializer = InitializerCheck.problem(layer, inputs);
        return initializer.isPresent() ? initializer : ConstraintCheck.problem(layer, inputs);
    }

    /** Whether a layer whose inputs are to be alike misses strings beside one that it cannot take itself. */
    private static boolean asksForStrings(LayerSpec layer, Inference.Failure failure) {
        return !(layer instanceof PreprocessingSpec)
                && failure.mismatch() instanceof Mismatch.WrongDtype wrong
                && wrong.expected().contains(DType.STRING);
    }

    /** Whether it is known how many inputs a layer takes: a wrapper takes none in the place of what it cannot wrap. */
    private static boolean isWrappable(LayerSpec layer) {
        return AttributeChecks.of(layer).stream().noneMatch(Mismatch.CannotWrap.class::isInstance);
    }

    /** What is wrong inside is said at its place inside, with the use. */
    private void composite(Draft.Step step, Composite composite, List<TensorType> inputs) {
        Composite.Expansion expansion = composite.expand(inputs);
        if (expansion instanceof Composite.Refused refused) {
            problems.add(problem(step, refused.mismatch(), inputs));
        } else if (expansion instanceof Composite.Faulty faulty) {
            SpokenNames names = SpokenNames.of(composite, step);
            faulty.problems().forEach(inner -> problems.add(inside(step, names.in(inner), inputs)));
        } else if (expansion instanceof Composite.Expanded expanded) {
            Graph graph = expanded.graph();
            if (step.owner().equals(step.name()) && !count(graph.parameters())) {
                problems.add(problem(step, SizeLimits.ofModel(composite, inputs), inputs));
                return;
            }
            expansions.put(step.name(), graph);
            assumptions.put(step.name(), expanded.assumptions());
            declared(step, graph.outputs().stream().map(Graph.Output::type).toList());
        }
    }

    /** A step that uses the weights of another one has weights of the same names and shapes. */
    private void sharing(Draft.Step step) {
        Draft.Step owner = steps.get(step.owner());
        if (owner == null || step.owner().equals(step.name())) {
            return;
        }
        Optional<Map<String, Shape>> own = weights(step);
        Optional<Map<String, Shape>> shared = weights(owner);
        if (own.isEmpty() || shared.isEmpty()) {
            return; // what is wrong there is said there
        }
        for (Map.Entry<String, Shape> weight : shared.get().entrySet()) {
            Shape needed = own.get().get(weight.getKey());
            if (!weight.getValue().equals(needed)) {
                String reason = needed == null
                        ? "there it has a '" + weight.getKey() + "', here it has none"
                        : "its " + weight.getKey() + " is " + weight.getValue() + ", and here it would be " + needed;
                problems.add(Problem.of(
                                ProblemId.DIFFERENT_WEIGHTS,
                                new Place.Sharing(step.name()),
                                ProblemId.DIFFERENT_WEIGHTS.headline(step.title(), owner.name(), reason))
                        .withEvidence(
                                evidence.of(this, List.of(TensorName.of(owner.name()), TensorName.of(step.name())))));
                return;
            }
        }
    }

    /** The weights that a step would have of its own, by their paths in it, if its types are known. */
    private Optional<Map<String, Shape>> weights(Draft.Step step) {
        Graph graph = expansions.get(step.name());
        Map<String, Shape> weights = new LinkedHashMap<>();
        if (graph != null) {
            graph.nodes()
                    .forEach(node -> node.weights().forEach(weight -> weights.put(node.path(weight), weight.shape())));
            return Optional.of(weights);
        }
        if (step.layer().isEmpty() || !types.containsKey(step.name())) {
            return Optional.empty();
        }
        step.applied()
                .orElseThrow()
                .weights(inputTypes(step))
                .forEach(weight -> weights.put(weight.name(), weight.shape()));
        return Optional.of(weights);
    }

    private static Problem inside(Draft.Step step, Problem inner, List<TensorType> inputs) {
        String given = inputs.stream().map(TensorType::toString).collect(Collectors.joining(", "));
        List<Problem.Evidence> rows = new ArrayList<>(inner.evidence());
        rows.add(new Problem.Evidence(
                "in", "'" + step.name() + "', " + step.layer().orElseThrow().describe(), given));
        return inner.at(inner.site().within(step.name())).withEvidence(rows);
    }

    /** Adds to the parameters of the model, unless they become too many to be counted. */
    private boolean count(long own) {
        if (own > Dim.LARGEST - parameters) {
            return false;
        }
        parameters += own;
        return true;
    }

    /** The answer of a layer's rule, unless with it the model is too large. */
    private Inference infer(Draft.Step step, LayerSpec layer, List<TensorType> inputs) {
        Inference inference = SizeLimits.infer(layer, inputs);
        if (!(inference instanceof Inference.Types) || !step.owner().equals(step.name())) {
            return inference;
        }
        long own = 0;
        for (Weight weight : layer.weights(inputs)) {
            own += weight.parameters();
        }
        return count(own) ? inference : Inference.failure(SizeLimits.ofModel(layer, inputs));
    }

    /** The types of a step's inputs, if all are known and declared as what they are. */
    private Optional<List<TensorType>> inputs(Draft.Step step) {
        List<TensorType> inputs = new ArrayList<>();
        boolean complete = true;
        for (int i = 0; i < step.sources().size(); i++) {
            Draft.Source source = step.sources().get(i);
            Optional<TensorType> type = type(source.wire());
            if (type.isEmpty()) {
                complete = false;
            } else if (!source.declared().accepts(type.get())) {
                problems.add(declaredRank(
                                new Place.Source(step.name(), i),
                                "input '" + source.wire() + "' of " + step.title(),
                                source.declared(),
                                "'" + source.wire() + "' is " + type.get().shape(),
                                type.get())
                        .withEvidence(evidence.of(this, List.of(source.wire()))));
                complete = false;
            } else {
                inputs.add(type.get());
            }
        }
        return complete ? Optional.of(inputs) : Optional.empty();
    }

    private void declared(Draft.Step step, List<TensorType> outputs) {
        TensorType type = outputs.get(0);
        types.put(step.name(), outputs);
        if (step.outputsArePicked() && step.declared() != TensorKind.TENSOR) {
            problems.add(declaredRank(
                            new Place.Layer(step.name()),
                            step.title(),
                            step.declared(),
                            "it has " + outputs.size() + " outputs",
                            TensorKind.TENSOR)
                    .withEvidence(List.of(new Problem.Evidence("outputs", step.picks(), ""))));
        } else if (!step.declared().accepts(type)) {
            problems.add(declaredRank(
                            new Place.Layer(step.name()),
                            step.title(),
                            step.declared(),
                            "its result is " + type.shape(),
                            type)
                    .withEvidence(evidence.of(this, List.of(TensorName.of(step.name())))));
            types.remove(step.name()); // the evidence shows it, what takes from the layer does not
        }
    }

    private static Problem declaredRank(
            Place place, String subject, TensorKind declared, String reality, TensorType actual) {
        return declaredRank(place, subject, declared, reality, TensorKind.of(actual));
    }

    private static Problem declaredRank(
            Place place, String subject, TensorKind declared, String reality, TensorKind actual) {
        return Problem.of(
                ProblemId.DECLARED_RANK,
                place,
                ProblemId.DECLARED_RANK.headline(
                        subject, declared.typeName(), declared.expectation(), reality + ", " + actual.typeName()));
    }

    private Problem problem(Draft.Step step, Mismatch mismatch, List<TensorType> inputs) {
        List<Operand> operands = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            operands.add(new Operand(step.sources().get(i).wire().toString(), inputs.get(i)));
        }
        Place place = !mismatch.attribute().isEmpty()
                ? attributePlace(step, mismatch)
                : mismatch.operand() >= 0
                        ? new Place.Source(step.name(), mismatch.operand())
                        : new Place.Layer(step.name());
        return Problem.of(mismatch.id(), place, mismatch.headline(step.title(), operands))
                .withEvidence(evidence.of(
                        this, step.sources().stream().map(Draft.Source::wire).toList()));
    }

    private static Problem attributeProblem(Draft.Step step, Mismatch mismatch) {
        return mismatch.problem(attributePlace(step, mismatch), step.title());
    }

    private static Place attributePlace(Draft.Step step, Mismatch mismatch) {
        return new Place.Attribute(step.name(), mismatch.attribute(), mismatch.index());
    }
}
