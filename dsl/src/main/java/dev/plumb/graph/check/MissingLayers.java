package dev.plumb.graph.check;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.OutputMode;
import dev.plumb.dsl.layer.AddLayer;
import dev.plumb.dsl.layer.EmbeddingLayer;
import dev.plumb.dsl.layer.FlattenLayer;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Draft;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.TensorKind;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The layers that are forgotten most often, put between a wire and what takes it: Embedding, Flatten, the projection of a shortcut. */
final class MissingLayers {
    /** Stands for the number of ids, which only the author knows. */
    private static final int SOME_IDS = 1000;

    /** Stands for the size of a vocabulary. */
    private static final int SOME_TOKENS = 10_000;

    /** Stands for the length of a text. */
    private static final int SOME_LENGTH = 100;

    private final Draft draft;
    private final Draft.Step taker;
    private final int operand;
    private final Draft.Source source;

    private MissingLayers(Draft draft, Draft.Step taker, int operand) {
        this.draft = draft;
        this.taker = taker;
        this.operand = operand;
        this.source = taker.sources().get(operand);
    }

    /** The layers that may be missing before an input of a step. */
    static List<Candidate> before(Draft draft, TypeCheck types, Draft.Step taker, int operand) {
        MissingLayers missing = new MissingLayers(draft, taker, operand);
        List<Candidate> candidates = new ArrayList<>();
        types.type(missing.source.wire())
                .filter(MissingLayers::isIds)
                .ifPresent(type -> candidates.add(missing.embedding()));
        types.type(missing.source.wire())
                .filter(type -> type.dtype() == DType.STRING)
                .ifPresent(type -> candidates.addAll(missing.vectorized()));
        candidates.addAll(missing.flattened());
        candidates.add(missing.flatten(missing.refusing(types)));
        candidates.add(missing.flatten(List.of(taker)));
        return candidates;
    }

    /** A shortcut around layers that make other sizes needs a layer of its own that makes them, too. */
    static List<Candidate> ofShortcut(Draft draft, TypeCheck types, Draft.Step taker) {
        if (!(taker.layer().orElse(null) instanceof AddLayer) || taker.sources().size() != 2) {
            return List.of();
        }
        List<Candidate> candidates = new ArrayList<>();
        Upstream upstream = new Upstream(draft);
        for (int operand = 0; operand < 2; operand++) {
            TensorName around = taker.sources().get(1 - operand).wire();
            MissingLayers missing = new MissingLayers(draft, taker, operand);
            Optional<TensorType> wanted = types.type(around);
            Optional<TensorType> given = types.type(missing.source.wire());
            if (upstream.of(around.source()).contains(missing.source.wire().source())
                    && wanted.isPresent()
                    && given.isPresent()) {
                missing.projection(given.get(), wanted.get()).ifPresent(candidates::add);
            }
        }
        return candidates;
    }

    /** Several tensors for a layer that takes one were meant to be joined. */
    static List<Candidate> ofSurplus(Draft draft, TypeCheck types, Draft.Step taker) {
        boolean takesOne = taker.layer()
                .filter(layer -> layer.arity().accepts(1) && !layer.arity().accepts(2))
                .isPresent();
        Optional<TensorType> first = taker.sources().stream()
                .findFirst()
                .flatMap(source -> types.type(source.wire()))
                .filter(type -> type.rank() > 0);
        if (!takesOne || taker.sources().size() < 2 || first.isEmpty()) {
            return List.of();
        }
        String name = new MissingLayers(draft, taker, 0).unused("joined");
        TensorKind kind = TensorKind.of(first.get());
        Draft.Step joined = new Draft.Step(name, Optional.of(Layers.concatenate()), taker.sources(), kind);
        List<Draft.Step> steps = new ArrayList<>(draft.steps());
        steps.add(joined);
        Draft.Step mended = taker.withSources(List.of(new Draft.Source(TensorName.of(name), kind)));
        return List.of(new Candidate(
                "join them first: add @Concatenate " + kind.typeName() + " " + name + ", and give '" + taker.name()
                        + "' that alone",
                draft.withSteps(steps).with(mended)));
    }

    private static boolean isIds(TensorType type) {
        return type.rank() == 1 && type.dtype() == DType.INT32;
    }

    private Candidate embedding() {
        String name = unused("embedded");
        return new Candidate(
                "embed '" + source.wire() + "' first: add @Embedding(inputDim = <number of ids>, outputDim = 64) Seq "
                        + name,
                with(name, Layers.embedding(SOME_IDS, 64), TensorKind.SEQ, List.of(taker)));
    }

    /** Texts become columns, or ids where these are taken. */
    private List<Candidate> vectorized() {
        String name = unused("vectorized");
        LayerSpec columns = Layers.textVectorization()
                .maxTokens(SOME_TOKENS)
                .outputMode(OutputMode.MULTI_HOT)
                .padToMaxTokens(true);
        LayerSpec ids = Layers.textVectorization().maxTokens(idsTaken()).outputSequenceLength(SOME_LENGTH);
        return List.of(
                vectorized(name, columns, TensorKind.VEC, "Vec"), vectorized(name, ids, TensorKind.TOKENS, "Tokens"));
    }

    private Candidate vectorized(String name, LayerSpec layer, TensorKind kind, String type) {
        return new Candidate(
                "vectorize '" + source.wire() + "' first: add @" + layer.describe() + " " + type + " " + name,
                with(name, layer, kind, List.of(taker)));
    }

    private int idsTaken() {
        return taker.layer().orElse(null) instanceof EmbeddingLayer table ? table.inputDim() : SOME_TOKENS;
    }

    /** What takes the wire and does not accept what it takes: all of these may miss the same layer. Another step of the taker's name is not looked at. */
    private List<Draft.Step> refusing(TypeCheck types) {
        return draft.steps().stream()
                .filter(step -> step.equals(taker) || !step.name().equals(taker.name()))
                .filter(step -> types.outputs(step.name()).isEmpty()
                        && step.sources().stream()
                                .anyMatch(other -> other.wire().equals(source.wire()))
                        && step.sources().stream()
                                .allMatch(other -> types.type(other.wire()).isPresent()))
                .toList();
    }

    private Candidate flatten(List<Draft.Step> takers) {
        String name = unused("flat");
        return new Candidate(
                "flatten '" + source.wire() + "' first: add @Flatten Vec " + name,
                with(name, Layers.flatten(), TensorKind.VEC, takers));
    }

    /** The wire is flattened already, and taken from before that. */
    private List<Candidate> flattened() {
        return draft.steps().stream()
                .filter(step -> step.layer().orElse(null) instanceof FlattenLayer
                        && !step.equals(taker)
                        && step.sources().stream()
                                .anyMatch(other -> other.wire().equals(source.wire())))
                .map(step -> new Candidate(
                        taker.name() + ": @From(\"" + step.name() + "\")",
                        draft.with(through(taker, TensorName.of(step.name()), TensorKind.VEC))))
                .toList();
    }

    private Optional<Candidate> projection(TensorType given, TensorType wanted) {
        Dim size = wanted.rank() == 0 ? Dim.of(0) : wanted.shape().last();
        if (given.rank() != wanted.rank() || !size.isKnown() || size.size() < 1 || size.size() > Dim.LARGEST_AXIS) {
            return Optional.empty();
        }
        int filters = (int) size.size();
        int strides = given.shape().isKnown()
                        && !given.shape().dim(0).equals(wanted.shape().dim(0))
                ? 2
                : 1;
        Optional<LayerSpec> layer =
                switch (TensorKind.of(given)) {
                    case VEC -> Optional.of(Layers.dense(filters));
                    case SEQ -> Optional.of(Layers.conv1D(filters, 1).strides(strides));
                    case IMAGE -> Optional.of(Layers.conv2D(filters, 1).strides(strides));
                    default -> Optional.empty();
                };
        String name = unused("shortcut");
        TensorKind kind = TensorKind.of(wanted);
        return layer.map(spec -> new Candidate(
                "project '" + source.wire() + "' first: add @" + spec.describe() + " " + kind.typeName() + " " + name,
                with(name, spec, kind, List.of(taker))));
    }

    private String unused(String name) {
        String unused = name;
        for (int i = 2;
                draft.stepsByName().containsKey(unused) || draft.inputsByName().containsKey(unused);
                i++) {
            unused = name + i;
        }
        return unused;
    }

    /** The draft with the layer between: what takes it declares it as what it is, unless that is said already. */
    private Draft with(String name, LayerSpec layer, TensorKind made, List<Draft.Step> takers) {
        Draft.Step added = new Draft.Step(
                name, Optional.of(layer), List.of(new Draft.Source(source.wire(), TensorKind.TENSOR)), made);
        List<Draft.Step> extended = new ArrayList<>(draft.steps());
        extended.add(added);
        Draft changed = draft.withSteps(extended);
        for (Draft.Step step : takers) {
            changed = changed.with(
                    step.name().equals(taker.name())
                            ? step.withSource(operand, declared(source, TensorName.of(name), made))
                            : through(step, TensorName.of(name), made));
        }
        return changed;
    }

    /** A step that takes another wire instead of this one. */
    private Draft.Step through(Draft.Step step, TensorName wire, TensorKind made) {
        Draft.Step changed = step;
        for (int i = 0; i < step.sources().size(); i++) {
            if (step.sources().get(i).wire().equals(source.wire())) {
                changed = changed.withSource(i, declared(step.sources().get(i), wire, made));
            }
        }
        return changed;
    }

    private static Draft.Source declared(Draft.Source before, TensorName wire, TensorKind made) {
        return new Draft.Source(wire, before.declared() == TensorKind.TENSOR ? TensorKind.TENSOR : made);
    }
}
