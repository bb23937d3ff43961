package dev.plumb.onnx.file;

import java.util.List;
import java.util.Map;

/**
 * A model as its file has it.
 *
 * @param opset the version of the operators
 * @param inputs what it is given; arrays are none of them
 * @param outputs the names of what it gives
 * @param nodes each after those that it takes from
 * @param arrays weights and other numbers of its own
 */
public record OnnxGraph(
        String name,
        long opset,
        List<OnnxInput> inputs,
        List<String> outputs,
        List<OnnxNode> nodes,
        Map<String, OnnxArray> arrays) {
    public OnnxGraph {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        nodes = List.copyOf(nodes);
        arrays = Map.copyOf(arrays);
    }
}
