package dev.plumb.onnx.write;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.plumb.dsl.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The body of a Scan: a graph of its own, for one step. */
final class ScanBody {
    private final Scope outer;
    private final Scope scope;
    private final List<ValueInfoProto> inputs = new ArrayList<>();
    private final List<ValueInfoProto> outputs = new ArrayList<>();

    ScanBody(Scope outer) {
        this.outer = outer;
        this.scope = outer.inner();
    }

    /** Where the nodes of the step go. */
    Scope scope() {
        return scope;
    }

    /** A state as the step finds it, or what it reads; floats. */
    String input(String name, List<VaryingSize> shape) {
        return input(name, DType.FLOAT32, shape);
    }

    String input(String name, DType dtype, List<VaryingSize> shape) {
        String unused = scope.unused(name);
        inputs.add(Types.of(unused, dtype, shape));
        scope.sizes().learn(unused, shape);
        return unused;
    }

    /** A state as the step leaves it, or what is kept of it; floats. */
    void output(String array, List<VaryingSize> shape) {
        output(array, DType.FLOAT32, shape);
    }

    void output(String array, DType dtype, List<VaryingSize> shape) {
        String name = scope.unused("out");
        scope.name(array, name);
        outputs.add(Types.of(name, dtype, shape));
    }

    /** All steps: the states after the last, then what was kept, along the axis. */
    List<String> scan(List<String> states, List<String> slices, int kept, int axis, boolean isReverse) {
        GraphProto body = GraphProto.newBuilder()
                .setName(scope.unused("step"))
                .addAllInput(inputs)
                .addAllOutput(outputs)
                .addAllNode(scope.nodes())
                .build();
        List<String> operands = new ArrayList<>(states);
        operands.addAll(slices);
        int direction = isReverse ? 1 : 0;
        List<Integer> axes = Collections.nCopies(kept, axis);
        return outer.nodes(
                "Scan",
                states.size() + kept,
                operands,
                Attributes.graph("body", body),
                Attributes.number("num_scan_inputs", slices.size()),
                Attributes.repeated("scan_input_axes", axis, slices.size()),
                Attributes.repeated("scan_input_directions", direction, slices.size()),
                Attributes.numbers("scan_output_axes", axes),
                Attributes.repeated("scan_output_directions", direction, kept));
    }
}
