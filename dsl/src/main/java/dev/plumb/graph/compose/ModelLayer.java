package dev.plumb.graph.compose;

import dev.plumb.graph.Composite;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.attribute.Definition;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.problem.Similar;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Arity;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Mismatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model as a layer of another one. Losses, metrics and budget are the nested model's own affair and do not count here; what its layers
 * say of freezing holds.
 */
public final class ModelLayer implements Composite {
    /** The name of the annotation that nests a model. */
    public static final String ANNOTATION = "dev.plumb.dsl.Use";

    private static final Definition<ModelLayer> DEFINITION =
            new Definition<>(ANNOTATION, ModelLayer.class, List.of(), own -> List.of(), values -> {
                throw new IllegalArgumentException("a nested model is not made of attributes");
            });

    private final Draft model;

    /** How code says which model it is; no part of what it is. */
    private final String source;

    private final Expansions<Draft> expansions = new Expansions<>();

    /** Of a model that is cut, the layers that it was cut at; else none. */
    private final List<String> cut;

    private ModelLayer(Draft model, String source, List<String> cut) {
        this.model = model;
        this.source = source;
        this.cut = List.copyOf(cut);
    }

    /** The layer that this model is. */
    public static ModelLayer of(Draft model) {
        return new ModelLayer(
                new Draft(
                        model.name(),
                        model.inputs(),
                        model.steps(),
                        model.outputs().stream()
                                .map(output -> new Draft.Output(output.name(), Optional.empty(), List.of()))
                                .toList()),
                "",
                List.of());
    }

    /** The layer that this model is. */
    public static ModelLayer of(Graph model) {
        return of(model.draft());
    }

    /**
     * The model up to these layers, each an output by its name; what only others need is left out. A path reaches inside: {@code conv4/2}.
     *
     * @throws IllegalArgumentException if the model has no such layer
     */
    public ModelLayer upTo(String... layers) {
        Map<String, Draft.Step> steps = model.stepsByName();
        for (String layer : layers) {
            TensorName tensor = TensorName.parse(layer);
            if (!layer.contains("/") && !steps.containsKey(tensor.source())) {
                String reason = model.inputsByName().containsKey(layer)
                        ? ": it is an input"
                        : Similar.hintOfLayers(layer, steps.keySet());
                throw new IllegalArgumentException(
                        "model '" + model.name() + "' has no layer '" + layer + "'" + reason);
            }
            Optional.ofNullable(steps.get(tensor.source())).ifPresent(step -> Part.requireOne(step, tensor));
        }
        List<String> at = List.of(layers);
        boolean inside = at.stream().anyMatch(layer -> layer.contains("/"));
        Draft part = inside ? Part.upTo(GraphChecker.graph(model), at).draft() : model.upTo(at);
        return new ModelLayer(part, source, at);
    }

    /** The same model as a part that was cut at these layers: their names are those of its outputs. */
    public ModelLayer withOutputNames(List<String> names) {
        return new ModelLayer(model, source, names);
    }

    /** The same, with what code says to get it. */
    public ModelLayer withSource(String expression) {
        return new ModelLayer(model, expression, cut);
    }

    /** Whether it is but a part of the model. */
    public boolean isCut() {
        return !cut.isEmpty();
    }

    /** How code says which model it is, or "" where that is not known. */
    public String source() {
        return source;
    }

    /** The model, without what is said about its training. */
    public Draft model() {
        return model;
    }

    @Override
    public Expansion expand(List<TensorType> inputs) {
        return expansions.of(model, inputs, this::expanded);
    }

    @Override
    public Optional<Draft> madeOf(List<TensorType> given) {
        GivenInputs inputs = GivenInputs.ofModel(model.inputs(), given);
        return inputs.mismatch().isPresent() ? Optional.empty() : Optional.of(model.withInputs(inputs.inputs()));
    }

    @Override
    public Optional<Draft> declaration() {
        return Optional.of(model);
    }

    @Override
    public LayerSpec redeclared(Draft from, Draft to) {
        Draft other = model.redeclared(from, to);
        return other.equals(model) ? this : new ModelLayer(other, source, cut);
    }

    private Expansion expanded(List<TensorType> given) {
        GivenInputs inputs = GivenInputs.ofModel(model.inputs(), given);
        Optional<Mismatch> mismatch = inputs.mismatch();
        return mismatch.isPresent()
                ? new Refused(mismatch.get())
                : GraphChecker.expand(model.withInputs(inputs.inputs()), inputs.assumptions());
    }

    @Override
    public Arity arity() {
        return Arity.exactly(model.inputs().size());
    }

    @Override
    public List<String> inputNames() {
        return model.inputs().size() == 1
                ? List.of()
                : model.inputs().stream().map(Draft.Input::name).toList();
    }

    @Override
    public List<String> outputNames() {
        return cut.size() == model.outputs().size()
                ? cut
                : model.outputs().stream().map(Draft.Output::name).toList();
    }

    @Override
    public String layerName() {
        return model.name();
    }

    @Override
    public String describe() {
        return model.name();
    }

    @Override
    public Definition<ModelLayer> definition() {
        return DEFINITION;
    }

    @Override
    public LayerSpec with(String attribute, Object value) {
        throw new IllegalArgumentException("model '" + model.name() + "' has no attribute '" + attribute + "'");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ModelLayer layer
                && model.equals(layer.model)
                && outputNames().equals(layer.outputNames());
    }

    @Override
    public int hashCode() {
        return model.hashCode();
    }

    @Override
    public String toString() {
        return describe();
    }
}
