package dev.plumb.keras.model;

import dev.plumb.graph.Composite;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.compose.ModelLayer;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a graph is made of on one level, as Keras knows it: layers and nested models. Blocks and repetitions, which Keras does not have, are laid out as the layers that they are.
 */
final class Units {
    /**
     * A call of a layer or nested model.
     *
     * @param name the path of the call
     * @param layer what is called
     * @param owner the path of the call that has the weights; its own, unless it shares those of another
     * @param inputs what it takes: inputs of the graph, and outputs of units
     * @param outputTypes the types of its outputs
     * @param nested what a nested model is for these inputs
     */
    record Unit(
            String name,
            LayerSpec layer,
            String owner,
            List<TensorName> inputs,
            List<TensorType> inputTypes,
            List<TensorType> outputTypes,
            Optional<Graph> nested) {
        Unit {
            inputs = List.copyOf(inputs);
            inputTypes = List.copyOf(inputTypes);
            outputTypes = List.copyOf(outputTypes);
        }

        boolean isOwner() {
            return owner.equals(name);
        }

        /** The index of one of its outputs. */
        int output(TensorName tensor) {
            return tensor.output().isEmpty() ? 0 : layer.outputNames().indexOf(tensor.output());
        }
    }

    private final Graph graph;
    private final Map<String, TensorType> inputTypes = new HashMap<>();
    private final Map<String, Node> nodes = new HashMap<>();
    private final Map<String, Draft.Step> steps;
    private final Map<String, Unit> units = new LinkedHashMap<>();

    /** The outputs of nested models, by the names that they have in the flat graph. */
    private final Map<TensorName, TensorName> ofModels = new HashMap<>();

    private Units(Graph graph) {
        this.graph = graph;
        this.steps = new TreeMap<>(graph.draft().stepsByName());
        graph.inputs().forEach(input -> inputTypes.put(input.name(), input.type()));
        graph.nodes().forEach(node -> nodes.put(node.name(), node));
    }

    static Units of(Graph graph) {
        Units units = new Units(graph);
        units.steps.values().stream()
                .filter(step -> step.layer().orElseThrow() instanceof ModelLayer)
                .forEach(units::model);
        for (Node node : graph.nodes()) {
            String step = node.name().contains("/")
                    ? node.name().substring(0, node.name().indexOf('/'))
                    : "";
            Unit model = units.units.get(step);
            if (model == null || model.nested().isEmpty()) {
                units.add(node);
            }
        }
        return units;
    }

    /** All of them, those with weights of their own before those that share them. */
    List<Unit> all() {
        List<Unit> all =
                new ArrayList<>(units.values().stream().filter(Unit::isOwner).toList());
        units.values().stream().filter(unit -> !unit.isOwner()).forEach(all::add);
        return all;
    }

    Optional<Unit> unit(String name) {
        return Optional.ofNullable(units.get(name));
    }

    /** What the graph returns. */
    List<TensorName> outputs() {
        return graph.outputs().stream().map(output -> named(output.wire())).toList();
    }

    private void model(Draft.Step step) {
        ModelLayer layer = (ModelLayer) step.layer().orElseThrow();
        List<TensorName> flat = new ArrayList<>();
        step.sources().forEach(source -> flat.addAll(flat(source.wire())));
        List<TensorType> types = flat.stream().map(this::type).toList();
        if (!(layer.expand(types) instanceof Composite.Expanded expanded)) {
            throw new IllegalStateException("'" + step.name() + "' was checked and does not fit any more");
        }
        List<Graph.Output> outputs = expanded.graph().outputs();
        for (int i = 0; i < outputs.size(); i++) {
            TensorName wire = outputs.get(i).wire();
            ofModels.put(
                    new TensorName(step.name() + "/" + wire.source(), wire.output()),
                    new TensorName(step.name(), layer.outputNames().get(i)));
        }
        units.put(
                step.name(),
                new Unit(
                        step.name(),
                        layer,
                        step.owner(),
                        flat,
                        types,
                        outputs.stream().map(Graph.Output::type).toList(),
                        Optional.of(expanded.graph())));
    }

    /** A tensor of the draft, or the list that it stands for, by its names in the flat graph. */
    private List<TensorName> flat(TensorName wire) {
        Draft.Step step = steps.get(wire.source());
        if (step == null || !(step.layer().orElseThrow() instanceof Composite composite)) {
            return List.of(wire);
        }
        List<TensorName> flat = new ArrayList<>();
        List<TensorName> inputs = new ArrayList<>();
        step.sources().forEach(source -> inputs.addAll(flat(source.wire())));
        if (composite.expand(inputs.stream().map(this::type).toList()) instanceof Composite.Expanded expanded) {
            for (TensorName each : Composite.tensors(wire, step.layer())) {
                int index =
                        each.output().isEmpty() ? 0 : composite.outputNames().indexOf(each.output());
                TensorName inner = expanded.graph().outputs().get(index).wire();
                flat.add(new TensorName(step.name() + "/" + inner.source(), inner.output()));
            }
        }
        return flat;
    }

    private void add(Node node) {
        units.put(
                node.name(),
                new Unit(
                        node.name(),
                        node.spec(),
                        node.sharing(),
                        node.inputs(),
                        node.inputTypes(),
                        node.outputTypes(),
                        Optional.empty()));
    }

    /** A tensor of the flat graph as it is on this level: what comes out of a nested model is its output. */
    TensorName named(TensorName flat) {
        return ofModels.getOrDefault(flat, flat);
    }

    /** The type of a tensor of the flat graph. */
    TensorType type(TensorName flat) {
        TensorType input = inputTypes.get(flat.source());
        if (input != null) {
            return input;
        }
        Node node = Optional.ofNullable(nodes.get(flat.source()))
                .orElseThrow(() -> new IllegalStateException("there is no '" + flat + "'"));
        int index = flat.output().isEmpty() ? 0 : node.spec().outputNames().indexOf(flat.output());
        return node.outputTypes().get(index);
    }
}
