package dev.plumb.graph.build;

import dev.plumb.dsl.DType;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.check.GraphException;
import dev.plumb.graph.check.Verdict;
import dev.plumb.graph.problem.Similar;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A model with some layers and inputs as they are not declared, for a search over hyper-parameters. {@link #graph()} checks it by the rules of
 * every model. Immutable: each change gives another variant.
 *
 * <pre>{@code
 * Graph wider = GraphVariant.of(graph).layer("hidden", DenseLayer.class, hidden -> hidden.units(256)).without("dropout").graph();
 * }</pre>
 */
public final class GraphVariant {
    private final Draft draft;

    private GraphVariant(Draft draft) {
        this.draft = draft;
    }

    /** A model as it is declared. */
    public static GraphVariant of(Graph graph) {
        return new GraphVariant(graph.draft());
    }

    /**
     * The same with another layer of this name; layers that share its weights become the same.
     *
     * @param type what the layer is declared to be
     * @throws IllegalArgumentException if there is no layer of that name and type
     */
    public <S extends LayerSpec> GraphVariant layer(String name, Class<S> type, UnaryOperator<S> change) {
        Objects.requireNonNull(change, () -> "the change of '" + name + "' is null");
        Draft.Step step = step(name);
        LayerSpec layer = step.layer().orElseThrow();
        if (!type.isInstance(layer)) {
            throw new IllegalArgumentException("'" + name + "' of model '" + draft.name() + "' is a "
                    + layer.layerName() + ", not a " + type.getSimpleName());
        }
        LayerSpec changed = Objects.requireNonNull(
                change.apply(type.cast(layer)), () -> "the change of '" + name + "' returned null");
        return new GraphVariant(draft.with(step.withLayer(changed)));
    }

    /**
     * The same with another input of this name, with as many axes.
     *
     * @throws IllegalArgumentException if there is no input of that name, or it would have more axes or fewer
     */
    public GraphVariant input(String name, UnaryOperator<InputShape> change) {
        Draft.Input input = draft.inputsByName().get(name);
        if (input == null) {
            throw new IllegalArgumentException("model '" + draft.name() + "' has no input '" + name + "'"
                    + Similar.hint(name, draft.inputsByName().keySet()));
        }
        InputShape changed = Objects.requireNonNull(
                change.apply(new InputShape(input.type())), () -> "the change of '" + name + "' returned null");
        if (changed.type().rank() != input.type().rank()) {
            throw new IllegalArgumentException("input '" + name + "' of model '" + draft.name() + "' is "
                    + input.type().shape() + ": a variant has other sizes of as many axes, not "
                    + changed.type().shape());
        }
        return new GraphVariant(draft.with(new Draft.Input(name, changed.type(), input.declared())));
    }

    /**
     * The same with inputs of these shapes, without the batch axis.
     *
     * @throws IllegalArgumentException if there is no input of one of the names
     */
    public GraphVariant inputs(Map<String, Shape> shapes) {
        GraphVariant sized = this;
        for (Map.Entry<String, Shape> shape : shapes.entrySet()) {
            sized = sized.input(
                    shape.getKey(),
                    input -> new InputShape(
                            TensorType.of(shape.getValue(), input.type().dtype())));
        }
        return sized;
    }

    /** The shape of an input, without the batch axis. */
    public record InputShape(TensorType type) {
        /** Other sizes. */
        public InputShape size(long... sizes) {
            return new InputShape(TensorType.of(Shape.of(sizes), type.dtype()));
        }

        /** Other axes, each a size or a name. */
        public InputShape dims(String... axes) {
            return new InputShape(TensorType.of(Shape.parse(axes), type.dtype()));
        }

        /** Another type of element. */
        public InputShape dtype(DType dtype) {
            return new InputShape(TensorType.of(type.shape(), dtype));
        }
    }

    /**
     * The same without these layers: what takes from one takes from its first input in its place.
     *
     * @throws IllegalArgumentException if there is no such layer, it is an output, or one that others share the weights of
     */
    public GraphVariant without(String... names) {
        Draft left = draft;
        for (String name : names) {
            left = without(left, name);
        }
        return new GraphVariant(left);
    }

    private Draft without(Draft from, String name) {
        Draft.Step step = step(name);
        if (from.outputs().stream().anyMatch(output -> output.tensor().source().equals(name))) {
            throw new IllegalArgumentException(
                    "'" + name + "' is an output of model '" + from.name() + "': a variant has the same outputs");
        }
        if (from.steps().stream().anyMatch(other -> other.terms().sharing().equals(name))) {
            throw new IllegalArgumentException(
                    "'" + name + "' of model '" + from.name() + "' has weights that other layers share");
        }
        Draft.Source through =
                from.stepsByName().getOrDefault(name, step).sources().get(0);
        List<Draft.Step> steps = new ArrayList<>();
        for (Draft.Step other : from.steps()) {
            if (!other.name().equals(name)) {
                steps.add(other.withSources(other.sources().stream()
                        .map(source -> source.wire().source().equals(name)
                                ? new Draft.Source(through.wire(), source.declared())
                                : source)
                        .toList()));
            }
        }
        return from.withSteps(steps);
    }

    private Draft.Step step(String name) {
        Objects.requireNonNull(name, "the name of the layer is null");
        Map<String, Draft.Step> steps = draft.stepsByName();
        Draft.Step step = steps.get(name);
        if (step == null) {
            String reason = draft.inputsByName().containsKey(name)
                    ? ": it is an input"
                    : Similar.hintOfLayers(name, steps.keySet());
            throw new IllegalArgumentException("model '" + draft.name() + "' has no layer '" + name + "'" + reason);
        }
        return step;
    }

    /**
     * The checked graph.
     *
     * @throws GraphException with all problems, in the words of the compiler, if the variant is no model
     */
    public Graph graph() {
        Verdict verdict = GraphChecker.decide(draft);
        return verdict.graph().orElseThrow(() -> new GraphException(draft.name(), verdict.problems()));
    }
}
