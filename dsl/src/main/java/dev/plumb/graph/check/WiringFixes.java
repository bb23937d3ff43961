package dev.plumb.graph.check;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.MergeMode;
import dev.plumb.dsl.layer.Bidirectional;
import dev.plumb.dsl.layer.FlattenLayer;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Draft;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Similar;
import dev.plumb.graph.shape.TensorKind;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Changes after which a layer gets a tensor of the rank, type or output that it needs, or the tensor is declared as what it is. */
final class WiringFixes {
    /** How far above a wire a recurrent layer is looked for, through layers with one input. */
    private static final int LAYERS_ABOVE = 4;

    private final Draft draft;
    private final TypeCheck types;
    private final Map<String, Draft.Step> steps;
    private final List<Candidate> candidates = new ArrayList<>();

    private WiringFixes(Draft draft, TypeCheck types) {
        this.draft = draft;
        this.types = types;
        this.steps = draft.stepsByName();
    }

    /** For a wire that picks an output which its source does not have. */
    static List<Candidate> ofUnknownOutput(Draft draft, TypeCheck types, Place place) {
        WiringFixes fixes = new WiringFixes(draft, types);
        fixes.addOutputs(place);
        return fixes.candidates;
    }

    /** For a model that returns nothing: what no layer takes is what it is for. */
    static List<Candidate> ofNoOutput(Draft draft, TypeCheck types) {
        WiringFixes fixes = new WiringFixes(draft, types);
        fixes.addLastLayers();
        return fixes.candidates;
    }

    /** For a layer with an input of the wrong rank. */
    static List<Candidate> ofRank(Draft draft, TypeCheck types, Draft.Step step, int blamed) {
        WiringFixes fixes = new WiringFixes(draft, types);
        fixes.addSequences(step.sources().get(blamed).wire());
        fixes.addLastSteps(step.sources().get(blamed).wire());
        fixes.addInputShapes(step.sources().get(blamed).wire());
        fixes.addMissingLayers(step, blamed);
        return fixes.candidates;
    }

    /** For a layer with weights of a size that is only known when the model runs. */
    static List<Candidate> ofUnknownSize(Draft draft, TypeCheck types, Draft.Step step, int blamed) {
        WiringFixes fixes = new WiringFixes(draft, types);
        fixes.addPooling(step.sources().get(blamed).wire());
        return fixes.candidates;
    }

    /** For a tensor that is declared as what it is not. */
    static List<Candidate> ofDeclaration(Draft draft, TypeCheck types, Place place) {
        WiringFixes fixes = new WiringFixes(draft, types);
        fixes.addDeclarations(place);
        return fixes.candidates;
    }

    /** For a layer that takes an input of the wrong element type. */
    static List<Candidate> ofElementType(Draft draft, TypeCheck types, Draft.Step step, int blamed) {
        WiringFixes fixes = new WiringFixes(draft, types);
        fixes.addMissingLayers(step, blamed);
        fixes.addInputTypes(step);
        return fixes.candidates;
    }

    /** The output that was probably meant, a layer that could return its state, or the layer without a dot. */
    private void addOutputs(Place place) {
        if (!(place instanceof Place.Source at)) {
            addMerge(Optional.ofNullable(steps.get(place.layer())));
            return;
        }
        Draft.Step taker = steps.get(at.layer());
        TensorName wire = taker.sources().get(at.index()).wire();
        Optional<Draft.Step> source = Optional.ofNullable(steps.get(wire.source()));
        List<String> outputs =
                source.flatMap(Draft.Step::layer).map(LayerSpec::outputNames).orElse(List.of());
        if (wire.output().isEmpty()) {
            addMerge(source);
            return;
        }
        Similar.to(wire.output(), outputs)
                .ifPresent(output -> addWire(taker, at.index(), new TensorName(wire.source(), output)));
        source.filter(step -> Candidate.recurrent(step).isPresent())
                .flatMap(step -> Candidate.of(draft, step, "returnState", true))
                .ifPresent(candidates::add);
        if (outputs.size() < 2) {
            addWire(taker, at.index(), TensorName.of(wire.source()));
        }
    }

    /** Directions that are apart, and were meant to be one tensor. */
    private void addMerge(Optional<Draft.Step> both) {
        both.filter(step -> step.layer().orElse(null) instanceof Bidirectional.Rule apart
                        && apart.mergeMode() == MergeMode.SEPARATE)
                .flatMap(step -> Candidate.of(draft, step, "mergeMode", MergeMode.CONCAT))
                .ifPresent(candidates::add);
    }

    private void addLastLayers() {
        Set<String> taken = draft.steps().stream()
                .flatMap(step -> step.sources().stream())
                .map(source -> source.wire().source())
                .collect(Collectors.toSet());
        List<String> last = draft.steps().stream()
                .map(Draft.Step::name)
                .filter(name -> !taken.contains(name))
                .sorted()
                .toList();
        List<Draft.Output> outputs = last.stream()
                .map(name -> new Draft.Output(name, Optional.empty(), List.of()))
                .toList();
        if (!last.isEmpty()) {
            candidates.add(new Candidate(
                    "mark @Output what it returns: '" + String.join("', '", last) + "'", draft.withOutputs(outputs)));
        }
    }

    private void addWire(Draft.Step taker, int index, TensorName wire) {
        Draft.Source source = new Draft.Source(wire, taker.sources().get(index).declared());
        candidates.add(
                new Candidate(taker.name() + ": @From(\"" + wire + "\")", draft.with(taker.withSource(index, source))));
    }

    /** A recurrent layer that could return all of its steps. */
    private void addSequences(TensorName wire) {
        Optional.ofNullable(steps.get(wire.source()))
                .filter(step ->
                        wire.output().isEmpty() && Candidate.recurrent(step).isPresent())
                .flatMap(step -> Candidate.of(draft, step, "returnSequences", true))
                .ifPresent(candidate -> {
                    candidates.add(candidate);
                    candidates.add(declared(candidate, List.of(wire), TensorKind.SEQ));
                });
    }

    /** A recurrent layer above, through layers with one input, that could return its last step alone. */
    private void addLastSteps(TensorName wire) {
        List<TensorName> way = new ArrayList<>();
        TensorName at = wire;
        Draft.Step above = steps.get(at.source());
        while (above != null && at.output().isEmpty() && !way.contains(at) && way.size() < LAYERS_ABOVE) {
            way.add(0, at);
            if (Candidate.recurrent(above).isPresent()) {
                Candidate.of(draft, above, "returnSequences", false).ifPresent(candidate -> {
                    candidates.add(candidate);
                    candidates.add(declared(candidate, way, TensorKind.VEC));
                });
                return;
            }
            at = above.sources().size() == 1 ? above.sources().get(0).wire() : wire;
            above = steps.get(at.source());
        }
    }

    /** The candidate with the one declaration of these tensors that stands in all places. */
    private static Candidate declared(Candidate candidate, List<TensorName> wires, TensorKind kind) {
        List<Draft.Step> declared = new ArrayList<>();
        for (Draft.Step step : candidate.draft().steps()) {
            List<Draft.Source> sources = step.sources().stream()
                    .map(source -> wires.contains(source.wire()) ? new Draft.Source(source.wire(), kind) : source)
                    .toList();
            TensorKind own = wires.contains(TensorName.of(step.name())) ? kind : step.declared();
            declared.add(step.withSources(sources).withDeclared(own));
        }
        String names = wires.size() == 1
                ? "it"
                : wires.stream().map(wire -> "'" + wire + "'").collect(Collectors.joining(", "));
        return new Candidate(
                candidate.text() + ", and declare " + names + " " + kind.typeName() + " in all places",
                candidate.draft().withSteps(declared));
    }

    /** A vector however long a sequence is, or however large an image: a mean in place of a Flatten above, through layers with one input. */
    private void addPooling(TensorName wire) {
        Draft.Step above = steps.get(wire.source());
        for (int level = 0;
                above != null && level < LAYERS_ABOVE && above.sources().size() == 1;
                level++) {
            TensorName source = above.sources().get(0).wire();
            Optional<LayerSpec> pooling = types.type(source).flatMap(WiringFixes::mean);
            if (above.layer().orElse(null) instanceof FlattenLayer && pooling.isPresent()) {
                candidates.add(new Candidate(
                        above.name() + ": @" + pooling.get().layerName() + " in place of @Flatten",
                        draft.with(above.withLayer(pooling.get()))));
                return;
            }
            above = steps.get(source.source());
        }
    }

    private static Optional<LayerSpec> mean(TensorType type) {
        return switch (TensorKind.of(type)) {
            case SEQ -> Optional.of(Layers.globalAveragePooling1D());
            case IMAGE -> Optional.of(Layers.globalAveragePooling2D());
            default -> Optional.empty();
        };
    }

    private void addInputShapes(TensorName wire) {
        Optional.ofNullable(draft.inputsByName().get(wire.source()))
                .ifPresent(input -> candidates.addAll(InputFixes.ofRank(draft, input)));
    }

    private void addMissingLayers(Draft.Step step, int operand) {
        candidates.addAll(MissingLayers.before(draft, types, step, operand));
    }

    private void addDeclarations(Place place) {
        Draft.Step step = steps.get(place.layer());
        if (step == null) {
            Draft.Input input = draft.inputsByName().get(place.layer());
            addInputShapes(TensorName.of(input.name()));
            TensorKind kind = TensorKind.of(input.type());
            if (input.type().rank() > 0) { // else its sizes are missing
                candidates.add(new Candidate(
                        "declare '" + input.name() + "' " + kind.typeName(),
                        draft.with(new Draft.Input(input.name(), input.type(), kind))));
            }
            return;
        }
        TensorName declared = place instanceof Place.Source at
                ? step.sources().get(at.index()).wire()
                : TensorName.of(step.name());
        addSequences(declared);
        boolean taken = place instanceof Place.Source || step.sources().size() != 1;
        addLastSteps(
                taken || Candidate.recurrent(step).isPresent()
                        ? declared
                        : step.sources().get(0).wire());
        for (int operand = 0; operand < step.sources().size(); operand++) {
            addMissingLayers(step, operand);
        }
        boolean isOutput =
                draft.outputs().stream().anyMatch(output -> output.name().equals(step.name()));
        if (isOutput && !(place instanceof Place.Source)) {
            return; // what it returns is meant: a pooling is missing, or a layer returns too much
        }
        for (TensorKind kind : TensorKind.values()) {
            if (kind == TensorKind.TOKENS) {
                continue;
            }
            if (place instanceof Place.Source at) {
                TensorName wire = step.sources().get(at.index()).wire();
                candidates.add(new Candidate(
                        "declare '" + wire + "' " + kind.typeName(),
                        draft.with(step.withSource(at.index(), new Draft.Source(wire, kind)))));
            } else {
                candidates.add(new Candidate(
                        "declare '" + step.name() + "' " + kind.typeName(), draft.with(step.withDeclared(kind))));
            }
        }
    }

    private void addInputTypes(Draft.Step step) {
        for (Draft.Source source : step.sources()) {
            Draft.Input input = draft.inputsByName().get(source.wire().source());
            if (input != null) {
                Arrays.stream(DType.values())
                        .filter(dtype -> dtype == DType.INT32 || input.declared() != TensorKind.TOKENS) // ids
                        .forEach(dtype -> candidates.add(inputOfType(input, dtype)));
            }
        }
    }

    private Candidate inputOfType(Draft.Input input, DType dtype) {
        return new Candidate(
                input.name() + ": dtype = " + dtype,
                draft.with(new Draft.Input(input.name(), input.type().withDtype(dtype), input.declared())));
    }
}
