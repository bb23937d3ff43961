package dev.plumb.graph.check;

import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.Scope;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts the layers of composites in their place, with paths as names: what is run is flat. */
final class Flattening {
    private final TypeCheck types;
    private final List<Node> nodes = new ArrayList<>();
    private final List<Scope> scopes = new ArrayList<>();
    private final Set<String> recomputed = new HashSet<>();

    /** What the outputs of composites are in the flat graph. */
    private final Map<TensorName, TensorName> tensors = new HashMap<>();

    Flattening(TypeCheck types) {
        this.types = types;
    }

    List<Node> nodes() {
        return nodes;
    }

    List<Scope> scopes() {
        return scopes;
    }

    /** The paths of what is to be computed again. */
    Set<String> recomputed() {
        return recomputed;
    }

    /** The tensor of the flat graph that a wire of the model carries. */
    TensorName tensor(TensorName wire) {
        return tensors.getOrDefault(wire, wire);
    }

    /** Adds a step, after those that it takes from. */
    void add(Draft.Step step) {
        if (step.terms().recomputed()) {
            recomputed.add(step.name());
        }
        List<TensorName> wires =
                step.sources().stream().map(source -> tensor(source.wire())).toList();
        Optional<Graph> inner = types.expansion(step.name());
        if (inner.isPresent()) {
            composite(step, inner.get(), wires);
            return;
        }
        nodes.add(new Node(
                step.name(),
                step.applied().orElseThrow(),
                wires,
                step.sources().stream()
                        .map(source -> types.known(source.wire()))
                        .toList(),
                types.outputs(step.name()),
                types.assumptions(step.name()),
                step.owner(),
                !types.isFrozen(step)));
    }

    private void composite(Draft.Step step, Graph inner, List<TensorName> wires) {
        Map<String, TensorName> given = new HashMap<>();
        for (int i = 0; i < wires.size(); i++) {
            given.put(inner.inputs().get(i).name(), wires.get(i));
        }
        String path = step.name() + "/";
        for (Node node : inner.nodes()) {
            nodes.add(new Node(
                    path + node.name(),
                    node.spec(),
                    node.inputs().stream()
                            .map(wire -> outside(wire, given, path))
                            .toList(),
                    node.inputTypes(),
                    node.outputTypes(),
                    node.assumptions(),
                    step.owner() + "/" + node.sharing(),
                    node.trainable() && !types.isFrozen(step)));
        }
        LayerSpec layer = step.layer().orElseThrow();
        scopes.add(new Scope(step.name(), layer.layerName(), types.outputs(step.name())));
        inner.recomputed().forEach(part -> recomputed.add(path + part));
        inner.scopes().forEach(scope -> scopes.add(new Scope(path + scope.path(), scope.layer(), scope.outputTypes())));
        for (int i = 0; i < inner.outputs().size(); i++) {
            TensorName tensor = outside(inner.outputs().get(i).wire(), given, path);
            if (i == 0) {
                tensors.put(TensorName.of(step.name()), tensor);
            }
            tensors.put(new TensorName(step.name(), layer.outputNames().get(i)), tensor);
        }
    }

    private static TensorName outside(TensorName wire, Map<String, TensorName> given, String path) {
        TensorName outer = given.get(wire.source());
        return outer == null ? new TensorName(path + wire.source(), wire.output()) : outer;
    }
}
