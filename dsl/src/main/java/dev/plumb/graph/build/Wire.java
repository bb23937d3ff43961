package dev.plumb.graph.build;

import dev.plumb.graph.Composite;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.problem.Similar;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import java.util.List;
import java.util.Optional;

/**
 * A tensor of a graph that is being built: an input, or an output of a layer. It belongs to the {@link GraphBuilder} that gave it, and knows its
 * type.
 */
public final class Wire {
    private final GraphBuilder graph;
    private final TensorName tensor;
    private final Optional<LayerSpec> layer;
    private final List<TensorType> types;
    private final Optional<Wire> mask;

    /**
     * @param layer what has this output, none for an input
     * @param types the types of all of its outputs; none, if something about the layer or what it takes is wrong
     */
    Wire(GraphBuilder graph, TensorName tensor, Optional<LayerSpec> layer, List<TensorType> types) {
        this(graph, tensor, layer, types, Optional.empty());
    }

    private Wire(
            GraphBuilder graph,
            TensorName tensor,
            Optional<LayerSpec> layer,
            List<TensorType> types,
            Optional<Wire> mask) {
        this.graph = graph;
        this.tensor = tensor;
        this.layer = layer;
        this.types = List.copyOf(types);
        this.mask = mask;
    }

    private List<String> outputNames() {
        return layer.map(LayerSpec::outputNames).orElse(List.of());
    }

    /** The output that a wire without a name of one carries; empty where each has to be picked. */
    private Optional<String> plain() {
        return layer.flatMap(LayerSpec::plainOutput);
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
        List<String> outputNames = outputNames();
        TensorName named = new TensorName(tensor.source(), output);
        if (!outputNames.contains(output) && Composite.tensors(named, layer).equals(List.of(named))) {
            String has = outputNames.isEmpty() ? "it is an input" : "it has " + String.join(", ", outputNames);
            throw new IllegalArgumentException("'" + tensor.source() + "' has no output '" + output + "'"
                    + Similar.hint(output, outputNames) + ": " + has);
        }
        String picked = plain().filter(output::equals).isPresent() ? "" : output;
        return new Wire(graph, new TensorName(tensor.source(), picked), layer, types);
    }

    /**
     * This tensor with a mask for the layer that takes it as its first input: {@code g.apply("last", Layers.lstm(8), x.masked(valid))}.
     *
     * @param valid of shape (time), or of more of the first axes of this tensor: not 0 where a step is valid
     */
    public Wire masked(Wire valid) {
        return new Wire(graph, tensor, layer, types, Optional.of(valid));
    }

    /** The mask that it was given. */
    Optional<Wire> mask() {
        return mask;
    }

    /** The tensors that it stands for: itself, or the list that a repetition gives. */
    List<Wire> tensors() {
        return Composite.tensors(tensor, layer).stream()
                .map(each -> new Wire(graph, each, layer, types))
                .toList();
    }

    /**
     * Its shape without the batch axis, its element type, and whether a mask travels with it.
     *
     * @throws dev.plumb.graph.check.GraphException if the layer, or one that it takes from, has problems
     */
    public TensorType type() {
        if (!hasType()) {
            throw graph.untyped(this);
        }
        return types.get(tensor.output().isEmpty() ? 0 : outputNames().indexOf(tensor.output()));
    }

    GraphBuilder graph() {
        return graph;
    }

    TensorName tensor() {
        return tensor;
    }

    boolean hasType() {
        return !types.isEmpty() && (tensor.output().isEmpty() || outputNames().contains(tensor.output()));
    }

    /** Name and type: {@code hidden (64)}; the name alone, if it has none because something is wrong. */
    @Override
    public String toString() {
        return hasType() ? name() + " " + type() : name();
    }
}
