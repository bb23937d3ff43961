package dev.plumb.runtime;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.spec.Weight;
import dev.plumb.io.TensorData;
import dev.plumb.io.pytorch.PyTorchLayer;
import dev.plumb.weights.WeightStore;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tensors of a state dict of PyTorch as layers of a graph, and the other way round. */
final class PyTorchWeights {
    private final Graph graph;
    private final WeightConvention convention;

    PyTorchWeights(Graph graph, WeightConvention convention) {
        this.graph = graph;
        this.convention = convention;
    }

    /** The tensors as layers; {@code asked} are those of the graph by their names in the file. */
    List<WeightSource.Layer> layers(List<TensorData> arrays, Map<String, Node> asked) {
        Map<String, PyTorchLayer> known = new LinkedHashMap<>();
        asked.forEach((name, node) -> known.put(name, PyTorchLayer.of(graph, node, name)));
        Map<String, Map<String, TensorData>> found = new LinkedHashMap<>();
        for (TensorData array : arrays) {
            String layer = known.values().stream()
                    .filter(any -> any.knows(array.name()))
                    .map(PyTorchLayer::name)
                    .findFirst()
                    .orElseGet(() -> NamedArrays.layer(array.name(), asked.keySet()));
            found.computeIfAbsent(layer, any -> new LinkedHashMap<>()).put(array.name(), array);
        }
        List<WeightSource.Layer> layers = new ArrayList<>();
        found.forEach((name, tensors) -> {
            Node node = asked.get(name);
            layers.add(
                    node == null
                            ? new UnknownModule(name)
                            : new Module(node, PyTorchLayer.of(graph, node, name), tensors));
        });
        return layers;
    }

    /**
     * All weights as tensors.
     *
     * @throws IllegalArgumentException if layers have no counterpart; the message names all of them
     */
    List<TensorData> written(WeightStore weights) {
        List<TensorData> tensors = new ArrayList<>();
        List<String> lacks = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (!node.weights().isEmpty()) {
                PyTorchLayer layer = PyTorchLayer.of(graph, node, convention.name(node.name()));
                layer.lack()
                        .ifPresentOrElse(
                                lack -> lacks.add("'" + node.name() + "': " + lack),
                                () -> tensors.addAll(layer.tensors(weight ->
                                        weights.slot(node.name() + "/" + weight).floats())));
            }
        }
        if (!lacks.isEmpty()) {
            throw new IllegalArgumentException("the weights of model '" + graph.name()
                    + "' cannot be written as a state dict of PyTorch: " + String.join("; ", lacks));
        }
        return tensors;
    }

    /** What no layer of the graph asks for. */
    private record UnknownModule(String name) implements WeightSource.Layer {
        @Override
        public List<WeightSource.Values> weights() {
            return List.of();
        }

        @Override
        public boolean isNamed() {
            return true;
        }
    }

    private record Module(Node node, PyTorchLayer layer, Map<String, TensorData> tensors)
            implements WeightSource.Layer {
        @Override
        public String name() {
            return layer.name();
        }

        @Override
        public List<WeightSource.Values> weights() {
            return node.weights().stream()
                    .<WeightSource.Values>map(weight -> new Held(weight, layer, tensors))
                    .toList();
        }

        @Override
        public boolean isNamed() {
            return true;
        }

        @Override
        public Optional<String> problem() {
            return layer.difference(tensors);
        }
    }

    private record Held(Weight weight, PyTorchLayer layer, Map<String, TensorData> tensors)
            implements WeightSource.Values {
        @Override
        public String name() {
            return weight.name();
        }

        @Override
        public long[] sizes() {
            return weight.shape().sizes();
        }

        @Override
        public void read(FloatBuffer destination) {
            layer.read(weight, tensors, destination);
        }
    }
}
