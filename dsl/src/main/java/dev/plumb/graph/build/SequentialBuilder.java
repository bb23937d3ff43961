package dev.plumb.graph.build;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.Metric;
import dev.plumb.graph.Graph;
import dev.plumb.graph.check.GraphException;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.spec.LayerSpec;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The short form of {@link GraphBuilder} for a straight line of layers, each of which takes the one above it.
 *
 * <pre>{@code
 * Graph graph = SequentialBuilder.named("Classifier", 784)
 *         .add(Layers.dense(256).activation(RELU))
 *         .add("predictions", Layers.dense(10).activation(SOFTMAX))
 *         .build();
 * }</pre>
 *
 * Layers without a name are named as in Keras: {@code dense}, {@code dense_1}. Not safe for use by several threads.
 */
public final class SequentialBuilder {
    private final GraphBuilder graph;
    private final Map<String, Integer> used = new HashMap<>();

    private Wire last;

    private SequentialBuilder(GraphBuilder graph, Wire input) {
        this.graph = graph;
        this.last = input;
    }

    /** A line that starts at a float32 input {@code input} of this shape, without the batch axis. */
    public static SequentialBuilder named(String name, long... sizes) {
        return named(name, Shape.of(sizes), DType.FLOAT32);
    }

    /** A line that starts at an input {@code input}. */
    public static SequentialBuilder named(String name, Shape shape, DType dtype) {
        GraphBuilder graph = GraphBuilder.named(name);
        return new SequentialBuilder(graph, graph.input("input", shape, dtype));
    }

    /** Adds a layer at the end. */
    public SequentialBuilder add(LayerSpec layer) {
        String base = snakeCase(layer.layerName());
        int count = used.merge(base, 1, Integer::sum) - 1;
        return add(count == 0 ? base : base + "_" + count, layer);
    }

    /** Adds a layer at the end, by this name. */
    public SequentialBuilder add(String name, LayerSpec layer) {
        last = graph.apply(name, layer, last);
        return this;
    }

    /** The last tensor of the line so far. */
    public Wire last() {
        return last;
    }

    /**
     * The checked graph, whose output is the last layer.
     *
     * @throws GraphException with all problems, if there are any
     */
    public Graph build(Metric... metrics) {
        return graph.output(last, metrics).build();
    }

    /**
     * The checked graph, whose output is the last layer, with what it is trained on.
     *
     * @throws GraphException with all problems, if there are any
     */
    public Graph build(LossFunction loss, Metric... metrics) {
        return graph.output(last, loss, metrics).build();
    }

    /** The rule of Keras: {@code MaxPooling2D} is {@code max_pooling2d}. */
    private static String snakeCase(String name) {
        return name.replaceAll("(.)([A-Z][a-z0-9]+)", "$1_$2")
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }
}
