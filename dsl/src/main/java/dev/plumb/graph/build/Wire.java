package dev.plumb.graph.build;

import dev.plumb.graph.TensorName;
import dev.plumb.graph.problem.Similar;
import dev.plumb.graph.shape.TensorType;
import java.util.List;

/**
 * A tensor of a graph that is being built: an input, or an output of a layer. It belongs to the {@link GraphBuilder} that gave it, and knows its
 * type.
 */
public final class Wire {
    private final GraphBuilder graph;
    private final TensorName tensor;
    private final List<String> outputNames;
    private final List<TensorType> types;

    /**
     * @param outputNames the names of the outputs of its layer, the first that of a plain wire; none for an input
     * @param types their types; none, if something about the layer or what it takes is wrong
     */
    Wire(GraphBuilder graph, TensorName tensor, List<String> outputNames, List<TensorType> types) {
        this.graph = graph;
        this.tensor = tensor;
        this.outputNames = List.copyOf(outputNames);
        this.types = List.copyOf(types);
    }

    /** The name of its input or layer, with that of a picked output: {@code hidden}, {@code lstm.state}. */
    public String name() {
        return tensor.toString();
    }

    /**
     * Another output of the same layer.
     *
     * @throws IllegalArgumentException if the layer has no such output; the message lists those that it has
     */
    public Wire output(String output) {
        if (!outputNames.contains(output)) {
            String has = outputNames.isEmpty() ? "it is an input" : "it has " + String.join(", ", outputNames);
            throw new IllegalArgumentException("'" + tensor.source() + "' has no output '" + output + "'"
                    + Similar.hint(output, outputNames) + ": " + has);
        }
        String picked = output.equals(outputNames.get(0)) ? "" : output;
        return new Wire(graph, new TensorName(tensor.source(), picked), outputNames, types);
    }

    /**
     * Its shape without the batch axis, its element type, and whether a mask travels with it.
     *
     * @throws dev.plumb.graph.check.GraphException if the layer, or one that it takes from, has problems
     */
    public TensorType type() {
        if (types.isEmpty()) {
            throw graph.untyped(this);
        }
        return types.get(tensor.output().isEmpty() ? 0 : outputNames.indexOf(tensor.output()));
    }

    GraphBuilder graph() {
        return graph;
    }

    TensorName tensor() {
        return tensor;
    }

    boolean hasType() {
        return !types.isEmpty();
    }

    /** Name and type: {@code hidden (64)}; the name alone, if it has none because something is wrong. */
    @Override
    public String toString() {
        return hasType() ? name() + " " + type() : name();
    }
}
