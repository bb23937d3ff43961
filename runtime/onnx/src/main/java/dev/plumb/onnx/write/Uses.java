package dev.plumb.onnx.write;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who reads an array, in the graph and in the bodies of its loops. */
final class Uses {
    private static final Set<String> PRODUCTS = Set.of("MatMul", "Conv", "ConvTranspose");
    private static final Set<String> RECURRENT = Set.of("LSTM", "GRU");
    /** What only lays out anew what comes first. */
    private static final Set<String> LAYOUTS =
            Set.of("Transpose", "Reshape", "Slice", "Squeeze", "Unsqueeze", "Identity", "Concat");

    private static final int RECURRENT_KERNEL = 2;

    private final Map<String, List<Use>> uses = new HashMap<>();

    /** An operand of a node. */
    private record Use(NodeProto node, int operand) {}

    Uses(GraphProto graph) {
        add(graph);
    }

    private void add(GraphProto graph) {
        for (NodeProto node : graph.getNodeList()) {
            for (int operand = 0; operand < node.getInputCount(); operand++) {
                uses.computeIfAbsent(node.getInput(operand), name -> new ArrayList<>())
                        .add(new Use(node, operand));
            }
            node.getAttributeList().stream().filter(AttributeProto::hasG).forEach(attribute -> add(attribute.getG()));
        }
    }

    /** Whether an array is a factor of products and convolutions, or a kernel of recurrent layers, and nothing else. */
    boolean isFactor(String array) {
        List<Use> readers = uses.getOrDefault(array, List.of());
        return !readers.isEmpty() && readers.stream().allMatch(this::isFactor);
    }

    private boolean isFactor(Use use) {
        String type = use.node().getOpType();
        if (PRODUCTS.contains(type)) {
            return use.operand() < 2;
        }
        if (RECURRENT.contains(type)) {
            return use.operand() == 1 || use.operand() == RECURRENT_KERNEL;
        }
        return LAYOUTS.contains(type) && use.node().getOutputList().stream().allMatch(this::isFactor);
    }

    /** Whether an array is the matrix on the right of products, and nothing else. */
    boolean isMatrix(String array) {
        List<Use> readers = uses.getOrDefault(array, List.of());
        return !readers.isEmpty()
                && readers.stream()
                        .allMatch(use ->
                                use.operand() == 1 && use.node().getOpType().equals("MatMul"));
    }
}
