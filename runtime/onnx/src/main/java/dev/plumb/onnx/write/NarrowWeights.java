package dev.plumb.onnx.write;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Keeps weights in two bytes each: a {@code Cast} makes float32 of them. */
public final class NarrowWeights {
    private final Map<String, String> casts = new HashMap<>();

    private NarrowWeights() {}

    /**
     * A graph with its weights that are factors of products and convolutions in bfloat16.
     *
     * @param chosen by the name of a weight
     * @throws IllegalArgumentException if a weight has a number that is too large for it
     */
    public static WrittenGraph bfloat16(WrittenGraph written, Predicate<String> chosen) {
        return new NarrowWeights().narrow(written, chosen, DataType.BFLOAT16);
    }

    /** As {@link #bfloat16}, in float16. */
    public static WrittenGraph float16(WrittenGraph written, Predicate<String> chosen) {
        return new NarrowWeights().narrow(written, chosen, DataType.FLOAT16);
    }

    private WrittenGraph narrow(WrittenGraph written, Predicate<String> chosen, DataType type) {
        Uses uses = new Uses(written.graph());
        Scope scope = Scope.root(written.names());
        Map<String, TensorProto> arrays = new LinkedHashMap<>();
        written.arrays().forEach((name, array) -> {
            if (chosen.test(name) && array.getDataType() == DataType.FLOAT_VALUE && uses.isFactor(name)) {
                arrays.put(name, HalfFloats.of(array, type));
                scope.entering(name);
                casts.put(name, scope.node("Cast", List.of(name), Attributes.number("to", DataType.FLOAT_VALUE)));
            } else {
                arrays.put(name, array);
            }
        });
        GraphProto graph = reading(written.graph());
        return new WrittenGraph(
                graph.toBuilder()
                        .clearNode()
                        .addAllNode(scope.nodes())
                        .addAllNode(graph.getNodeList())
                        .build(),
                arrays,
                written.opset());
    }

    /** A graph whose nodes read the float32 form. */
    private GraphProto reading(GraphProto graph) {
        return graph.toBuilder()
                .clearNode()
                .addAllNode(graph.getNodeList().stream().map(this::reading).toList())
                .build();
    }

    private NodeProto reading(NodeProto node) {
        NodeProto.Builder builder = node.toBuilder();
        for (int operand = 0; operand < node.getInputCount(); operand++) {
            builder.setInput(operand, casts.getOrDefault(node.getInput(operand), node.getInput(operand)));
        }
        for (AttributeProto.Builder attribute : builder.getAttributeBuilderList()) {
            if (attribute.hasG()) {
                attribute.setG(reading(attribute.getG()));
            }
        }
        return builder.build();
    }
}
