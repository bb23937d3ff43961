package dev.plumb.graph;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.Padding;
import dev.plumb.dsl.layer.Flatten;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Looks for a small change that mends a problem, and proposes it only after the rules have accepted it: the problem is gone, and no
 * other came.
 */
final class FixSearch {
    /** How far above a wire a size is looked for, through layers with one input: it passes an activation or a dropout. */
    private static final int LAYERS_ABOVE = 4;

    private final Draft draft;
    private final GraphChecker.Findings findings;
    private final Map<String, Draft.Step> steps;

    private FixSearch(Draft draft, GraphChecker.Findings findings) {
        this.draft = draft;
        this.findings = findings;
        this.steps = draft.stepsByName();
    }

    /** A change to the draft, and how to tell it. */
    private record Candidate(String text, Draft draft) {}

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
        return problem.id() == ProblemId.DEAD_LAYER && !steps.containsKey(layer(problem.place()));
    }

    private static boolean isSame(Problem a, Problem b) {
        return a.id() == b.id() && a.place().equals(b.place());
    }

    private List<Candidate> candidates(Problem problem) {
        List<Candidate> candidates = new ArrayList<>();
        switch (problem.id()) {
            case SHAPE_MISMATCH, BROADCAST, NOT_DIVISIBLE, EMPTY_DIMENSION -> {
                Draft.Step step = steps.get(layer(problem.place()));
                addSizes(candidates, step, blamed(problem.place()));
                addUnits(candidates, step, blamed(problem.place()));
                addOwnAttributes(candidates, step);
            }
            case RANK_MISMATCH -> {
                Draft.Step step = steps.get(layer(problem.place()));
                addSequences(
                        candidates, step.sources().get(blamed(problem.place())).wire());
                addFlatten(candidates, step, blamed(problem.place()));
            }
            case DECLARED_RANK -> addDeclarations(candidates, problem.place());
            case DTYPE_MISMATCH -> addInputTypes(candidates, steps.get(layer(problem.place())));
            case UNKNOWN_OUTPUT -> addOutputs(candidates, problem.place());
            case BAD_ATTRIBUTE -> addUnwrapped(candidates, problem.place());
            case LOSS_MISMATCH -> addTraining(candidates, layer(problem.place()));
            default -> {
                // a name or a wire: what was meant is in the first line
            }
        }
        return candidates;
    }

    /** A wrapper around a layer that it cannot wrap is left out, if the layer stands without it. */
    private void addUnwrapped(List<Candidate> candidates, Place place) {
        if (!(place instanceof Place.Attribute at) || !at.attribute().equals(Attributes.WRAPPED)) {
            return;
        }
        Draft.Step step = steps.get(at.layer());
        LayerSpec outer = step.layer().orElse(null);
        UnaryOperator<LayerSpec> around = UnaryOperator.identity();
        while (outer instanceof WrapperSpec wrapper) {
            candidates.add(new Candidate(
                    step.name() + ": without @" + wrapper.layerName(),
                    draft.with(step.withLayer(around.apply(wrapper.layer())))));
            UnaryOperator<LayerSpec> before = around;
            around = inner -> before.apply(Attributes.with(wrapper, Attributes.WRAPPED, inner));
            outer = wrapper.layer();
        }
    }

    /** The output that was probably meant, a layer that could return its state, or the layer without a dot. */
    private void addOutputs(List<Candidate> candidates, Place place) {
        if (!(place instanceof Place.Source at)) {
            return;
        }
        Draft.Step taker = steps.get(at.layer());
        Wire wire = taker.sources().get(at.index()).wire();
        Optional<Draft.Step> source = Optional.ofNullable(steps.get(wire.source()));
        List<String> outputs =
                source.flatMap(Draft.Step::layer).map(LayerSpec::outputNames).orElse(List.of());
        Similar.to(wire.output(), outputs)
                .ifPresent(output -> addWire(candidates, taker, at.index(), new Wire(wire.source(), output)));
        source.filter(step -> recurrent(step).isPresent())
                .flatMap(step -> change(step, "returnState", true))
                .ifPresent(candidates::add);
        if (outputs.size() < 2) {
            addWire(candidates, taker, at.index(), Wire.of(wire.source()));
        }
    }

    private void addWire(List<Candidate> candidates, Draft.Step taker, int index, Wire wire) {
        Draft.Source source = new Draft.Source(wire, taker.sources().get(index).declared());
        candidates.add(
                new Candidate(taker.name() + ": @From(\"" + wire + "\")", draft.with(taker.withSource(index, source))));
    }

    /** A recurrent layer that could return all of its steps. */
    private void addSequences(List<Candidate> candidates, Wire wire) {
        Optional.ofNullable(steps.get(wire.source()))
                .filter(step -> wire.output().isEmpty() && recurrent(step).isPresent())
                .flatMap(step -> change(step, "returnSequences", true))
                .ifPresent(candidate -> {
                    candidates.add(candidate);
                    candidates.add(new Candidate(
                            candidate.text() + ", and declare it Seq in all places",
                            declaredSeq(candidate.draft(), wire)));
                });
    }

    /** The draft with the one declaration of a tensor that stands in all places. */
    private static Draft declaredSeq(Draft draft, Wire wire) {
        List<Draft.Step> declared = new ArrayList<>();
        for (Draft.Step step : draft.steps()) {
            List<Draft.Source> sources = step.sources().stream()
                    .map(source -> source.wire().equals(wire) ? new Draft.Source(wire, TensorKind.SEQ) : source)
                    .toList();
            TensorKind kind = step.name().equals(wire.source()) ? TensorKind.SEQ : step.declared();
            declared.add(new Draft.Step(step.name(), step.layer(), sources, kind));
        }
        return draft.withSteps(declared);
    }

    private static String layer(Place place) {
        if (place instanceof Place.Layer at) {
            return at.name();
        } else if (place instanceof Place.Source at) {
            return at.layer();
        } else if (place instanceof Place.Attribute at) {
            return at.layer();
        } else if (place instanceof Place.OutputLoss at) {
            return at.output();
        } else if (place instanceof Place.OutputMetric at) {
            return at.output();
        }
        return "";
    }

    private static int blamed(Place place) {
        return place instanceof Place.Source source ? source.index() : 0;
    }

    /** Sizes of the layers that made the operands, the blamed one first, set to what the others have. */
    private void addSizes(List<Candidate> candidates, Draft.Step step, int blamed) {
        List<Integer> operands = new ArrayList<>(List.of(blamed));
        for (int i = step.sources().size() - 1; i >= 0; i--) {
            if (i != blamed) {
                operands.add(i);
            }
        }
        for (int operand : operands) {
            Set<Long> wanted = wantedSizes(step, operand);
            Draft.Step above = steps.get(step.sources().get(operand).wire().source());
            for (int level = 0; above != null && level < LAYERS_ABOVE; level++) {
                for (long size : wanted) {
                    addIntegers(candidates, above, size);
                }
                above = above.sources().size() == 1
                        ? steps.get(above.sources().get(0).wire().source())
                        : null;
            }
        }
    }

    private Set<Long> wantedSizes(Draft.Step step, int operand) {
        Set<Long> wanted = new LinkedHashSet<>();
        for (int i = 0; i < step.sources().size(); i++) {
            if (i != operand) {
                findings.types().type(step.sources().get(i).wire()).ifPresent(type -> type.shape().dims().stream()
                        .filter(Dim::isKnown)
                        .forEach(dim -> wanted.add(dim.size())));
            }
        }
        if (step.layer().orElse(null) instanceof dev.plumb.dsl.layer.Reshape.Spec reshape
                && !reshape.value().contains(-1)) {
            wanted.add(reshape.value().stream().mapToLong(size -> size).reduce(1, (a, b) -> a * b));
        }
        recurrent(step).ifPresent(recurrent -> wanted.add((long) recurrent.units()));
        return wanted;
    }

    /** A recurrent layer can have as many units as the state that it is given to start from. */
    private void addUnits(List<Candidate> candidates, Draft.Step step, int state) {
        if (recurrent(step).isPresent()) {
            findings.types()
                    .type(step.sources().get(state).wire())
                    .filter(type -> type.rank() == 1 && type.shape().last().isKnown())
                    .flatMap(type ->
                            change(step, "units", (int) type.shape().last().size()))
                    .ifPresent(candidates::add);
        }
    }

    private static Optional<RecurrentSpec> recurrent(Draft.Step step) {
        LayerSpec layer = step.layer().orElse(null);
        while (layer instanceof WrapperSpec wrapper) {
            layer = wrapper.layer();
        }
        return layer instanceof RecurrentSpec recurrent ? Optional.of(recurrent) : Optional.empty();
    }

    private void addIntegers(List<Candidate> candidates, Draft.Step step, long size) {
        attributes(step).forEach((name, value) -> {
            if (value instanceof Integer current && current != size) {
                change(step, name, (int) size).ifPresent(candidates::add);
            }
        });
    }

    private void addOwnAttributes(List<Candidate> candidates, Draft.Step step) {
        attributes(step).forEach((name, value) -> {
            if (value == Padding.VALID) {
                change(step, name, Padding.SAME).ifPresent(candidates::add);
            } else if (name.equals("groups")) {
                change(step, name, 1).ifPresent(candidates::add);
            } else if (name.equals("axis") && value instanceof Integer) {
                for (int axis = 1; axis <= 4; axis++) {
                    change(step, name, axis).ifPresent(candidates::add);
                }
            }
        });
    }

    private void addFlatten(List<Candidate> candidates, Draft.Step step, int operand) {
        String name = "flat";
        while (steps.containsKey(name) || draft.inputsByName().containsKey(name)) {
            name += "ter";
        }
        Draft.Source source = step.sources().get(operand);
        Draft.Step flatten =
                new Draft.Step(name, Optional.of(new Flatten.Spec()), List.of(source(source)), TensorKind.VEC);
        List<Draft.Step> extended = new ArrayList<>(draft.steps());
        extended.add(flatten);
        Draft changed = draft.withSteps(extended)
                .with(step.withSource(operand, new Draft.Source(Wire.of(name), source.declared())));
        candidates.add(new Candidate("flatten '" + source.wire() + "' first: add @Flatten Vec " + name, changed));
    }

    private static Draft.Source source(Draft.Source source) {
        return new Draft.Source(source.wire(), TensorKind.TENSOR);
    }

    private void addDeclarations(List<Candidate> candidates, Place place) {
        Draft.Step step = steps.get(layer(place));
        if (step == null) {
            Draft.Input input = draft.inputsByName().get(layer(place));
            TensorKind kind = TensorKind.of(input.type());
            candidates.add(new Candidate(
                    "declare '" + input.name() + "' " + kind.typeName(),
                    draft.with(new Draft.Input(input.name(), input.type(), kind))));
            return;
        }
        addSequences(
                candidates,
                place instanceof Place.Source at
                        ? step.sources().get(at.index()).wire()
                        : Wire.of(step.name()));
        for (int operand = 0; operand < step.sources().size(); operand++) {
            addFlatten(candidates, step, operand);
        }
        for (TensorKind kind : TensorKind.values()) {
            if (kind == TensorKind.TOKENS) {
                continue;
            }
            if (place instanceof Place.Source at) {
                Wire wire = step.sources().get(at.index()).wire();
                candidates.add(new Candidate(
                        "declare '" + wire + "' " + kind.typeName(),
                        draft.with(step.withSource(at.index(), new Draft.Source(wire, kind)))));
            } else {
                candidates.add(new Candidate(
                        "declare '" + step.name() + "' " + kind.typeName(),
                        draft.with(new Draft.Step(step.name(), step.layer(), step.sources(), kind))));
            }
        }
    }

    private void addInputTypes(List<Candidate> candidates, Draft.Step step) {
        for (Draft.Source source : step.sources()) {
            Draft.Input input = draft.inputsByName().get(source.wire().source());
            if (input != null) {
                for (DType dtype : DType.values()) {
                    candidates.add(new Candidate(
                            input.name() + ": dtype = " + dtype,
                            draft.with(
                                    new Draft.Input(input.name(), input.type().withDtype(dtype), input.declared()))));
                }
            }
        }
    }

    private void addTraining(List<Candidate> candidates, String name) {
        Draft.Step step = steps.get(name);
        Draft.Output output = draft.outputs().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        Loss.Spec loss = output.loss().orElseThrow();
        List<ActivationFunction> activations = loss.value().isCategorical()
                ? List.of(ActivationFunction.SOFTMAX)
                : List.of(ActivationFunction.SIGMOID);
        if (step != null && loss.value().isCrossentropy() && !loss.fromLogits()) {
            attributes(step).forEach((attribute, value) -> {
                if (value instanceof ActivationFunction) {
                    activations.forEach(
                            activation -> change(step, attribute, activation).ifPresent(candidates::add));
                }
            });
        }
        for (boolean fromLogits : new boolean[] {false, true}) {
            addLoss(candidates, output, loss.value(), fromLogits, "fromLogits = " + fromLogits);
        }
        // one of its kind first: who wrote a cross-entropy did not mean a distance
        boolean crossentropy = loss.value().isCrossentropy();
        Stream.of(LossFunction.values())
                .sorted(Comparator.comparing(function -> function.isCrossentropy() != crossentropy))
                .forEach(function ->
                        addLoss(candidates, output, function, loss.fromLogits(), "@Loss(" + function + ")"));
    }

    private void addLoss(
            List<Candidate> candidates, Draft.Output output, LossFunction function, boolean fromLogits, String text) {
        Loss.Spec loss = output.loss().orElseThrow();
        Loss.Spec changed = new Loss.Spec(function, loss.weight(), fromLogits, loss.labelSmoothing());
        Draft.Output replacement = new Draft.Output(output.name(), Optional.of(changed), output.metrics());
        Draft other = draft.withOutputs(draft.outputs().stream()
                .map(candidate -> candidate.equals(output) ? replacement : candidate)
                .toList());
        candidates.add(new Candidate(output.name() + ": " + text, other));
    }

    private static Map<String, Object> attributes(Draft.Step step) {
        return step.layer().map(Attributes::stated).orElse(Map.of());
    }

    private Optional<Candidate> change(Draft.Step step, String attribute, Object value) {
        LayerSpec spec = step.layer().orElseThrow();
        LayerSpec other = Attributes.with(spec, attribute, value);
        return !other.equals(spec)
                ? Optional.of(new Candidate(
                        step.name() + ": " + attribute + " = " + Attributes.format(value),
                        draft.with(step.withLayer(other))))
                : Optional.empty();
    }
}
