package dev.plumb.train.tensorboard;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.TensorName;
import dev.plumb.dsl.DType;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph as TensorFlow's {@code GraphDef}, which the graph page of TensorBoard draws: a node for each input and layer, with its type and what differs from
 * its defaults. Layers of nested models are in scopes, as their paths have slashes.
 */
final class GraphMessage {
    // The fields of GraphDef, NodeDef, AttrValue and TensorShapeProto.
    private static final int NODE = 1;
    private static final int VERSIONS = 4;
    private static final int NAME = 1;
    private static final int OP = 2;
    private static final int INPUT = 3;
    private static final int ATTRIBUTE = 5;
    private static final int TEXT = 2;
    private static final int TYPE = 6;
    private static final int LIST = 1;
    private static final int SHAPES = 7;
    private static final int DIMENSION = 2;

    private static final int FLOAT = 1;
    private static final int INT32 = 3;
    private static final int BOOL = 10;
    private static final int UNKNOWN = -1;

    private GraphMessage() {}

    static Message of(Graph graph) {
        Message message = new Message();
        for (Graph.Input input : graph.inputs()) {
            Message node = new Message().text(NAME, input.name()).text(OP, "Placeholder");
            attribute(node, "dtype", new Message().whole(TYPE, code(input.type().dtype())));
            attribute(node, "_output_shapes", shapes(List.of(input.type())));
            message.message(NODE, node);
        }
        Map<String, LayerSpec> specs = new HashMap<>();
        graph.nodes().forEach(node -> specs.put(node.name(), node.spec()));
        graph.nodes().forEach(node -> message.message(NODE, node(node, specs)));
        for (Graph.Output output : graph.outputs()) {
            if (!specs.containsKey(output.name())) {
                message.message(
                        NODE,
                        new Message()
                                .text(NAME, output.name())
                                .text(OP, "Output")
                                .text(INPUT, name(output.wire(), specs)));
            }
        }
        return message.message(VERSIONS, new Message().whole(1, 1));
    }

    private static Message node(Node node, Map<String, LayerSpec> specs) {
        Message message =
                new Message().text(NAME, node.name()).text(OP, node.spec().layerName());
        node.inputs().forEach(input -> message.text(INPUT, name(input, specs)));
        node.spec()
                .nonDefaultAttributes()
                .forEach((name, value) -> attribute(message, name, text(String.valueOf(value))));
        if (!node.trainable()) {
            attribute(message, "trainable", text("false"));
        }
        if (node.isShared()) {
            attribute(message, "sharing", text(node.sharing()));
        }
        attribute(message, "_output_shapes", shapes(node.outputTypes()));
        return message;
    }

    /** {@code lstm:1} is the second output of a node. */
    private static String name(TensorName tensor, Map<String, LayerSpec> specs) {
        LayerSpec spec = specs.get(tensor.source());
        int output = spec == null || tensor.output().isEmpty()
                ? 0
                : spec.outputNames().indexOf(tensor.output());
        return output <= 0 ? tensor.source() : tensor.source() + ":" + output;
    }

    private static void attribute(Message node, String name, Message value) {
        node.message(ATTRIBUTE, new Message().text(1, name).message(2, value));
    }

    private static Message text(String value) {
        return new Message().bytes(TEXT, value.getBytes(StandardCharsets.UTF_8));
    }

    private static Message shapes(List<TensorType> types) {
        Message list = new Message();
        for (TensorType type : types) {
            Message shape = new Message().message(DIMENSION, new Message().whole(1, UNKNOWN));
            for (Dim dim : type.shape().dims()) {
                shape.message(DIMENSION, new Message().whole(1, size(dim)));
            }
            list.message(SHAPES, shape);
        }
        return new Message().message(LIST, list);
    }

    private static long size(Dim dim) {
        return dim instanceof Dim.Known known ? known.size() : UNKNOWN;
    }

    private static int code(DType type) {
        return type == DType.FLOAT32 ? FLOAT : type == DType.INT32 ? INT32 : BOOL;
    }
}
