package dev.plumb.graph.build;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Wire;
import dev.plumb.graph.check.GraphException;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.spec.LayerSpec;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The short form of {@link GraphBuilder} for a straight line of layers. */
public final class SequentialBuilder {
    private SequentialBuilder() {}

    /**
     * A graph with one float32 input {@code input} of this shape and the layers one after the other, named as in Keras: {@code dense},
     * {@code dense_1}. The last is the output.
     *
     * @throws GraphException with all problems, if there are any
     */
    public static Graph of(String name, Shape input, LayerSpec... layers) {
        GraphBuilder builder = GraphBuilder.named(name);
        Wire wire = builder.input("input", input, dev.plumb.dsl.DType.FLOAT32);
        Map<String, Integer> used = new HashMap<>();
        for (LayerSpec layer : layers) {
            String base = snakeCase(layer.layerName());
            int count = used.merge(base, 1, Integer::sum) - 1;
            wire = builder.apply(count == 0 ? base : base + "_" + count, layer, wire);
        }
        return builder.output(wire).build();
    }

    /** The rule of Keras: {@code MaxPooling2D} is {@code max_pooling2d}. */
    private static String snakeCase(String name) {
        return name.replaceAll("(.)([A-Z][a-z0-9]+)", "$1_$2")
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }
}
