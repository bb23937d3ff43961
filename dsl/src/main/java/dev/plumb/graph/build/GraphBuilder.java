package dev.plumb.graph.build;

import dev.plumb.dsl.Budget;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.Metric;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Wire;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.check.GraphException;
import dev.plumb.graph.check.Verdict;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorKind;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The functional API: builds a graph by hand, by the rules of the language. Generated code uses it too.
 *
 * <pre>{@code
 * GraphBuilder g = GraphBuilder.named("Classifier");
 * Wire x = g.input("x", 20);
 * Wire hidden = g.apply("hidden", LayerSpec.of(Dense.Spec.class, "units", 64, "activation", RELU), x);
 * Wire classes = g.apply("classes", LayerSpec.of(Dense.Spec.class, "units", 10, "activation", SOFTMAX), hidden);
 * g.output(classes);
 * Graph graph = g.build();
 * }</pre>
 *
 * Nothing is checked before {@link #build}, which reports all problems at once. Not safe for use by several threads.
 */
public final class GraphBuilder {
    private final String name;
    private final List<Draft.Input> inputs = new ArrayList<>();
    private final List<Draft.Step> steps = new ArrayList<>();
    private final List<Draft.Output> outputs = new ArrayList<>();

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
        inputs.add(new Draft.Input(inputName, TensorType.of(shape, dtype), TensorKind.TENSOR));
        return Wire.of(inputName);
    }

    /** Applies a layer to its inputs; the wire is its first output. */
    public Wire apply(String layerName, LayerSpec spec, Wire... from) {
        List<Draft.Source> sources = Arrays.stream(from)
                .map(wire -> new Draft.Source(wire, TensorKind.TENSOR))
                .toList();
        steps.add(new Draft.Step(layerName, Optional.of(spec), sources, TensorKind.TENSOR));
        return Wire.of(layerName);
    }

    /** Returns this tensor from the model, under the name of its layer, and states what is reported about it. */
    public GraphBuilder output(Wire wire, Metric... metrics) {
        outputs.add(new Draft.Output(wire.source(), Optional.empty(), List.of(metrics)));
        return this;
    }

    /** Returns this tensor from the model, and states how it is trained. */
    public GraphBuilder output(Wire wire, Loss.Spec loss, Metric... metrics) {
        outputs.add(new Draft.Output(wire.source(), Optional.of(loss), List.of(metrics)));
        return this;
    }

    /** Returns this tensor from the model, and states how it is trained, with the defaults of the loss. */
    public GraphBuilder output(Wire wire, LossFunction loss, Metric... metrics) {
        return output(wire, Loss.Spec.of(loss), metrics);
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
        return verdict.graph().orElseThrow(() -> new GraphException(name, verdict.problems()));
    }

    /** What {@link #build} decides, without throwing, and the warnings that the compiler would print. */
    public Verdict check() {
        return GraphChecker.check(draft());
    }

    private Draft draft() {
        return new Draft(name, inputs, steps, outputs, budget);
    }
}
