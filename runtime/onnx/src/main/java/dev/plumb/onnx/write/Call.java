package dev.plumb.onnx.write;

import dev.plumb.dsl.DType;
import dev.plumb.ops.op.Op;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * An op with its operands, to be written as nodes.
 *
 * @param ops the op in each sample: what of it varies are sizes
 * @param inputs the names of the operands
 * @param shapes of the operands
 * @param dtypes of the operands
 * @param results the shapes of the results
 * @param isRead whether anybody reads a result
 * @param scope where the nodes go
 * @param table how ops are written, for those that consist of others
 */
record Call<O extends Op>(
        List<O> ops,
        List<String> inputs,
        List<List<VaryingSize>> shapes,
        List<DType> dtypes,
        List<List<VaryingSize>> results,
        List<Boolean> isRead,
        Scope scope,
        OpTable table) {

    /** The op, for what of it does not vary. */
    O op() {
        return ops.get(0);
    }

    String input(int index) {
        return inputs.get(index);
    }

    List<VaryingSize> shape(int input) {
        return shapes.get(input);
    }

    int rank(int input) {
        return shapes.get(input).size();
    }

    List<VaryingSize> result() {
        return results.get(0);
    }

    /** A number of the op that may follow from sizes. */
    VaryingSize varying(ToIntFunction<O> number) {
        return new VaryingSize(ops.stream().map(number::applyAsInt).toList());
    }

    /** A node of the operands. */
    String node(String type, ai.onnx.proto.OnnxMl.AttributeProto... attributes) {
        return scope.node(type, inputs, attributes);
    }

    /** An op that ONNX does not have. */
    IllegalArgumentException refused(String reason) {
        return new IllegalArgumentException(
                (scope.layer().isEmpty() ? "" : "layer '" + scope.layer() + "': ") + op().title() + " " + reason);
    }
}
