package dev.plumb.onnx.write;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A model in ONNX.
 *
 * @param graph without arrays
 * @param arrays weights and constants by their names
 * @param opset the lowest version of the operators that has all nodes
 */
public record WrittenGraph(GraphProto graph, Map<String, TensorProto> arrays, Opset opset) {
    public WrittenGraph {
        arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
    }

    /** Domains of operators beside ONNX's main one. */
    public Set<String> domains() {
        Set<String> domains = new TreeSet<>();
        graph.getNodeList().stream().map(NodeProto::getDomain).forEach(domains::add);
        domains.remove("");
        return domains;
    }

    /** The names of all values and arrays of the graph itself. */
    List<String> names() {
        Set<String> names = new TreeSet<>(arrays.keySet());
        graph.getInputList().forEach(input -> names.add(input.getName()));
        graph.getNodeList().forEach(node -> names.addAll(node.getOutputList()));
        return List.copyOf(names);
    }
}
