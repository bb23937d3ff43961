package dev.plumb.layer;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Weight;
import dev.plumb.ops.Origins;
import dev.plumb.ops.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A layer, block or model that is a part of a layer in code; {@link LayerContext#layer} makes one. It is checked by the rules and with the words of the
 * functional API, each time with what it is called with.
 */
public final class InnerLayer {
    private final LayerContext context;
    private final String name;
    private final LayerSpec layer;

    InnerLayer(LayerContext context, String name, LayerSpec layer) {
        this.context = context;
        this.name = name;
        this.layer = layer;
        if (layer.isStateful()) {
            throw new IllegalArgumentException("the part '" + name + "' is stateful, and what code is made of keeps"
                    + " nothing from one batch to the next: state it as a layer of the model, or give it its states");
        }
    }

    LayerSpec layer() {
        return layer;
    }

    /**
     * What it makes of its inputs; of several outputs the first. A mask that came with an input is used.
     *
     * @param inputs with the batch axis in front
     * @throws dev.plumb.graph.check.GraphException if the layer does not take them
     */
    public Var call(Var... inputs) {
        return callAll(inputs).get(0);
    }

    /**
     * All outputs for its inputs.
     *
     * @param inputs with the batch axis in front
     * @throws dev.plumb.graph.check.GraphException if the layer does not take them
     */
    public List<Var> callAll(Var... inputs) {
        if (inputs.length == 0) {
            throw new IllegalArgumentException("the part '" + name + "' is called without inputs");
        }
        Graph graph = graph(inputs);
        Map<TensorName, Var> values = new HashMap<>();
        for (int i = 0; i < inputs.length; i++) {
            values.put(TensorName.of(graph.inputs().get(i).name()), inputs[i]);
        }
        for (Node node : graph.nodes()) {
            node(node, values);
        }
        return graph.outputs().stream().map(output -> values.get(output.wire())).toList();
    }

    private void node(Node node, Map<TensorName, Var> values) {
        List<Var> given = node.inputs().stream().map(values::get).toList();
        for (Weight weight : node.spec().weights(node.inputTypes())) {
            context.weight(weight.within(node.sharing()));
        }
        InnerContext own = InnerContext.inside(context, node.sharing() + "/", input -> maskOf(given.get(input)));
        Origins origins = given.get(0).recorder().origins();
        String outer = origins.enter(node.name());
        List<Var> outputs;
        try {
            outputs = Lowerings.lower(node.spec(), own, given);
        } finally {
            origins.leave(outer);
        }
        own.assignMoved();
        List<TensorType> types = types(node, given);
        Optional<Var> mask = own.statedMask().or(() -> given.isEmpty() ? Optional.empty() : maskOf(given.get(0)));
        for (int i = 0; i < outputs.size(); i++) {
            Var output = outputs.get(i);
            if (i == 0) {
                values.put(TensorName.of(node.name()), output);
            }
            values.put(new TensorName(node.name(), node.spec().outputNames().get(i)), output);
            if (types.get(i).masked() && mask.isPresent() && context instanceof CodeContext code) {
                code.masked(output, mask.get());
            }
        }
    }

    /** The types of the outputs, with what becomes of the masks of the inputs. */
    private List<TensorType> types(Node node, List<Var> given) {
        List<TensorType> masked = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            masked.add(node.inputTypes().get(i).withMask(maskOf(given.get(i)).isPresent()));
        }
        return node.spec().infer(masked) instanceof Inference.Types types ? types.outputs() : node.outputTypes();
    }

    /** The layer alone as a graph: what it is made of, for these inputs. */
    private Graph graph(Var... inputs) {
        GraphBuilder builder = GraphBuilder.named(name);
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < inputs.length; i++) {
            TensorType type = CodeLowering.type(inputs[i]);
            wires.add(builder.input("input" + (i + 1), type.shape(), type.dtype()));
        }
        Wire applied = builder.apply(name, layer, wires.toArray(Wire[]::new));
        if (layer.outputNames().size() == 1) {
            builder.output(applied);
        } else {
            layer.outputNames().forEach(output -> builder.output(applied.output(output)));
        }
        return builder.build();
    }

    private Optional<Var> maskOf(Var value) {
        return context instanceof CodeContext code ? code.maskOf(value) : Optional.empty();
    }
}
