package dev.plumb.graph.build;

import dev.plumb.dsl.Budget;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.Metric;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.check.GraphException;
import dev.plumb.graph.check.SizeLimits;
import dev.plumb.graph.check.Verdict;
import dev.plumb.graph.compose.Distribution;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.Similar;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorKind;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The functional API: builds a graph by hand, by the rules of the language. Generated code uses it too.
 *
 * <pre>{@code
 * GraphBuilder g = GraphBuilder.named("Classifier");
 * Wire x = g.input("x", 20);
 * Wire hidden = g.apply("hidden", Layers.dense(64).activation(RELU), x);
 * Wire classes = g.apply("classes", Layers.dense(10).activation(SOFTMAX), hidden);
 * g.output(classes);
 * Graph graph = g.build();
 * }</pre>
 *
 * What does not fit is reported by {@link #build}, all problems at once, each with the line of the {@code apply} that it is about. Not safe for
 * use by several threads.
 */
public final class GraphBuilder {
    private final String name;
    private final List<Draft.Input> inputs = new ArrayList<>();
    private final List<Draft.Step> steps = new ArrayList<>();
    private final List<Draft.Output> outputs = new ArrayList<>();
    private final Map<String, Wire> wires = new LinkedHashMap<>();
    private final SourceLines lines = new SourceLines();

    private Optional<Budget.Spec> budget = Optional.empty();

    private GraphBuilder(String name) {
        this.name = name;
    }

    public static GraphBuilder named(String name) {
        return new GraphBuilder(name);
    }

    /** Declares a float32 input of this shape, without the batch axis. */
    public Wire input(String inputName, long... sizes) {
        return input(inputName, Shape.of(sizes), DType.FLOAT32);
    }

    /** Declares an input. */
    public Wire input(String inputName, Shape shape, DType dtype) {
        Draft.Input input = new Draft.Input(inputName, TensorType.of(shape, dtype), TensorKind.TENSOR);
        inputs.add(input);
        return added(new Wire(this, TensorName.of(inputName), Optional.empty(), List.of(input.type())));
    }

    /**
     * Applies a layer to its inputs; the wire is its first output.
     *
     * @throws IllegalArgumentException if a wire belongs to another graph
     */
    public Wire apply(String layerName, LayerSpec layer, Wire... from) {
        return step(layerName, layer, Draft.Terms.NONE, from);
    }

    /**
     * Applies a layer whose weights do not train, and whose moving statistics rest.
     *
     * @throws IllegalArgumentException if a wire belongs to another graph
     */
    public Wire applyFrozen(String layerName, LayerSpec layer, Wire... from) {
        return step(layerName, layer, Draft.Terms.NONE.asFrozen(), from);
    }

    /**
     * Training computes again what is inside of a layer, block, repetition or model, instead of keeping it for the gradients: as {@code @Recompute} says.
     *
     * @param of an output of it
     * @throws IllegalArgumentException if the wire belongs to another graph, or is an input
     */
    public void recompute(Wire of) {
        requireOwn(of, "recompute of");
        String name = of.tensor().source();
        boolean found = false;
        for (int i = 0; i < steps.size(); i++) {
            Draft.Step step = steps.get(i);
            if (step.name().equals(name)) {
                steps.set(i, step.withTerms(step.terms().asRecomputed()));
                found = true;
            }
        }
        if (!found) {
            throw new IllegalArgumentException(
                    "'" + name + "' is an input, of which nothing is computed: recompute is for layers");
        }
    }

    /**
     * Applies the layer of a wire once more, with the same weights: {@code g.applyAgain("right", left, rightImage)}.
     *
     * @param of the output of the layer, block or model that has the weights
     * @throws IllegalArgumentException if a wire belongs to another graph, or {@code of} is an input
     */
    public Wire applyAgain(String layerName, Wire of, Wire... from) {
        Draft.Step step = owner(layerName, of);
        return step(layerName, step.layer().orElseThrow(), Draft.Terms.sharing(step.owner()), from);
    }

    /**
     * Applies the layer of a wire in reverse, with the same weights: the table of an embedding as a projection.
     *
     * @param of the output of the layer that has the weights
     * @throws IllegalArgumentException if a wire belongs to another graph, or the layer has no reverse
     */
    public Wire applyReversed(String layerName, Wire of, Wire... from) {
        Draft.Step step = owner(layerName, of);
        LayerSpec layer = step.layer()
                .flatMap(LayerSpec::reversed)
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + layerName + "' cannot be '" + of.name() + "' in reverse: only an Embedding has one"));
        return step(layerName, layer, Draft.Terms.sharing(step.owner()), from);
    }

    /** The step that has the weights which another one uses. */
    private Draft.Step owner(String layerName, Wire of) {
        requireOwn(of, "'" + layerName + "' of");
        String owner = of.tensor().source();
        return steps.stream()
                .filter(one -> one.name().equals(owner))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + layerName + "' cannot use the weights of '"
                        + owner + "': that is an input, it has none"));
    }

    /**
     * Applies a layer with the weights of one that is named here and comes later; see {@link #applyAgain}.
     *
     * @param of the name of the layer, block or model that has the weights
     * @param layer what it is
     * @throws IllegalArgumentException if a wire belongs to another graph
     */
    public Wire applyAs(String layerName, String of, LayerSpec layer, Wire... from) {
        return step(layerName, layer, Draft.Terms.sharing(of), from);
    }

    private Wire step(String layerName, LayerSpec stated, Draft.Terms called, Wire... from) {
        LayerSpec layer = Distribution.settled(stated);
        for (Wire wire : from) {
            requireOwn(wire, "'" + layerName + "' of");
        }
        List<Wire> tensors = new ArrayList<>();
        for (Wire wire : from) {
            tensors.addAll(wire.tensors());
        }
        Optional<Wire> mask = mask(layerName, from);
        mask.ifPresent(tensors::add);
        Draft.Terms terms = mask.isPresent() ? called.asMasked() : called;
        List<Draft.Source> sources = new ArrayList<>();
        for (Wire wire : tensors) {
            sources.add(new Draft.Source(wire.tensor(), TensorKind.TENSOR));
        }
        Draft.Step step = new Draft.Step(layerName, Optional.of(layer), sources, TensorKind.TENSOR, terms);
        steps.add(step);
        List<TensorType> types = types(step.applied().orElseThrow(), tensors);
        return added(new Wire(this, TensorName.of(layerName), Optional.of(layer), types));
    }

    /** The mask of what the layer takes first. */
    private Optional<Wire> mask(String layerName, Wire... from) {
        for (int i = 0; i < from.length; i++) {
            Optional<Wire> mask = from[i].mask();
            if (mask.isPresent() && i == 0) {
                requireOwn(mask.get(), "'" + layerName + "' of");
                return mask;
            } else if (mask.isPresent()) {
                throw new IllegalArgumentException("'" + layerName
                        + "' takes a mask with its first input only, got one with '" + from[i].name() + "'");
            }
        }
        return Optional.empty();
    }

    /** The types of a layer's outputs; none if the layer does not fit, which the check of the graph will say. */
    private static List<TensorType> types(LayerSpec layer, List<Wire> from) {
        if (!AttributeChecks.of(layer).isEmpty() || !layer.arity().accepts(from.size())) {
            return List.of();
        }
        List<TensorType> inputs = new ArrayList<>();
        for (Wire wire : from) {
            if (!wire.hasType()) {
                return List.of();
            }
            inputs.add(wire.type());
        }
        return SizeLimits.infer(layer, inputs) instanceof Inference.Types inferred ? inferred.outputs() : List.of();
    }

    private Wire added(Wire wire) {
        lines.note(wire.name());
        wires.putIfAbsent(wire.name(), wire);
        return wire;
    }

    private void requireOwn(Wire wire, String taker) {
        if (wire.graph() != this) {
            throw new IllegalArgumentException(taker + " graph '" + name + "' takes '" + wire.name() + "' of "
                    + (wire.graph().name.equals(name)
                            ? "another graph of that name"
                            : "graph '" + wire.graph().name + "'")
                    + ": a wire belongs to the graph that it was made in");
        }
    }

    /**
     * The first output of the layer, or the input, of this name.
     *
     * @throws IllegalArgumentException if there is none yet; the message suggests the nearest name
     */
    public Wire wire(String layerName) {
        Wire wire = wires.get(layerName);
        if (wire == null) {
            throw new IllegalArgumentException("graph '" + name + "' has no '" + layerName + "' yet"
                    + Similar.hint(layerName, List.copyOf(wires.keySet())));
        }
        return wire;
    }

    /**
     * Returns this tensor from the model, under its name, and states what is reported about it.
     *
     * @throws IllegalArgumentException if the wire belongs to another graph
     */
    public GraphBuilder output(Wire wire, Metric... metrics) {
        return output(wire, Optional.empty(), metrics);
    }

    /**
     * Returns this tensor from the model, and states how it is trained.
     *
     * @throws IllegalArgumentException if the wire belongs to another graph
     */
    public GraphBuilder output(Wire wire, Loss.Spec loss, Metric... metrics) {
        return output(wire, Optional.of(loss), metrics);
    }

    /**
     * Returns this tensor from the model, and states how it is trained, with the defaults of the loss.
     *
     * @throws IllegalArgumentException if the wire belongs to another graph
     */
    public GraphBuilder output(Wire wire, LossFunction loss, Metric... metrics) {
        return output(wire, Loss.Spec.of(loss), metrics);
    }

    private GraphBuilder output(Wire wire, Optional<Loss.Spec> loss, Metric... metrics) {
        requireOwn(wire, "an output of");
        outputs.add(new Draft.Output(wire.name(), loss, List.of(metrics)));
        return this;
    }

    /** Limits the size of the weights, as {@code @Budget} does. */
    public GraphBuilder budget(Budget.Spec limits) {
        budget = Optional.of(limits);
        return this;
    }

    /**
     * The checked graph.
     *
     * @throws GraphException with all problems, if there are any
     */
    public Graph build() {
        Verdict verdict = GraphChecker.decide(draft());
        return verdict.graph().orElseThrow(() -> exception(verdict.problems()));
    }

    private GraphException exception(List<Problem> problems) {
        return new GraphException(name, problems, lines::added);
    }

    /** Why a wire has no type: what is wrong with its layer and those that it takes from. */
    GraphException untyped(Wire wire) {
        Map<String, Draft.Step> byName = draft().stepsByName();
        Set<String> needed = new LinkedHashSet<>();
        Deque<String> queue = new ArrayDeque<>(List.of(wire.tensor().source()));
        while (!queue.isEmpty()) {
            String next = queue.remove();
            if (needed.add(next) && byName.containsKey(next)) {
                byName.get(next)
                        .sources()
                        .forEach(source -> queue.add(source.wire().source()));
            }
        }
        Draft part = new Draft(
                name,
                inputs.stream().filter(input -> needed.contains(input.name())).toList(),
                steps.stream().filter(step -> needed.contains(step.name())).toList(),
                List.of(new Draft.Output(wire.name(), Optional.empty(), List.of())));
        return exception(GraphChecker.decide(part).problems());
    }

    /** What {@link #build} decides, without throwing, and the warnings that the compiler would print. */
    public Verdict check() {
        return GraphChecker.check(draft());
    }

    private Draft draft() {
        return new Draft(name, inputs, steps, outputs, budget);
    }
}
