package dev.plumb.onnx.write;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.plumb.dsl.DType;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.preprocess.Vocabulary;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Puts the layers that work on what a model is fed before its other nodes, those of them that ONNX can say. What another one gives stays an input. */
public final class PreprocessingWriter {
    private final Graph model;
    private final Function<Node, Vocabulary> vocabularies;
    private final Scope scope;
    private final Map<String, Node> layers = new HashMap<>();
    private final Map<String, TensorType> types = new HashMap<>();
    private final Set<String> needed = new LinkedHashSet<>();

    private PreprocessingWriter(Graph model, Function<Node, Vocabulary> vocabularies, Scope scope) {
        this.model = model;
        this.vocabularies = vocabularies;
        this.scope = scope;
        model.inputs().forEach(input -> types.put(input.name(), input.type()));
        for (Node node : model.preprocessing()) {
            types.put(node.name(), node.type());
            if (LookupWriter.applies(node) && node.inputs().stream().allMatch(this::isThere)) {
                layers.put(node.name(), node);
            }
        }
    }

    /** Whether a tensor is an input, or made by a layer that is written. */
    private boolean isThere(TensorName tensor) {
        return layers.containsKey(tensor.source())
                || model.inputs().stream().anyMatch(input -> input.name().equals(tensor.source()));
    }

    /**
     * The same model with the layers before it.
     *
     * @param vocabularies of layers that have one
     */
    public static WrittenGraph prepend(WrittenGraph written, Graph model, Function<Node, Vocabulary> vocabularies) {
        Scope scope = Scope.root(written.names());
        return new PreprocessingWriter(model, vocabularies, scope).prepend(written);
    }

    private WrittenGraph prepend(WrittenGraph written) {
        Map<String, ValueInfoProto> straight = new LinkedHashMap<>();
        written.graph().getInputList().forEach(input -> straight.put(input.getName(), input));
        straight.keySet().stream().filter(layers::containsKey).forEach(this::layer);
        if (needed.isEmpty()) {
            return written;
        }
        straight.keySet().removeAll(layers.keySet());
        Map<String, ValueInfoProto> inputs = new LinkedHashMap<>();
        for (Graph.Input input : model.inputs()) {
            if (straight.containsKey(input.name())) {
                inputs.put(input.name(), straight.get(input.name()));
            } else if (needed.contains(input.name())) {
                inputs.put(
                        input.name(),
                        GraphWriter.named(input.name(), fed(input.type().dtype()), input.type()));
            }
        }
        straight.forEach(inputs::putIfAbsent);
        GraphProto graph = written.graph().toBuilder()
                .clearInput()
                .addAllInput(inputs.values())
                .clearNode()
                .addAllNode(scope.nodes())
                .addAllNode(written.graph().getNodeList())
                .build();
        Map<String, TensorProto> arrays = new LinkedHashMap<>(scope.arrays());
        arrays.putAll(written.arrays());
        Opset opset = scope.opset().version() > written.opset().version() ? scope.opset() : written.opset();
        return new WrittenGraph(graph, arrays, opset);
    }

    /** Booleans come in as integers, as those that a model takes itself. */
    private static DType fed(DType dtype) {
        return dtype == DType.BOOL ? DType.INT32 : dtype;
    }

    /** Writes a layer behind those that it reads, once. */
    private void layer(String name) {
        Node node = layers.get(name);
        if (!needed.add(name) || node == null) {
            return;
        }
        String from = node.inputs().get(0).source();
        layer(from);
        scope.entering(name);
        String result = new LookupWriter(node, vocabularies.apply(node), scope).write(from, types.get(from));
        scope.name(result, name);
    }
}
