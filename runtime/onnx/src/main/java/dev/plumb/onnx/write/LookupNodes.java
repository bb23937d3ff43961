package dev.plumb.onnx.write;

import dev.plumb.dsl.DType;
import dev.plumb.ops.op.Gather;
import dev.plumb.ops.op.ScatterAdd;
import dev.plumb.ops.op.ScatterAlong;
import dev.plumb.ops.op.Select;
import dev.plumb.ops.op.TakeAlong;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Elements by ids, and by conditions. */
final class LookupNodes {
    private LookupNodes() {}

    static String gather(Call<Gather> call) {
        return call.node("Gather", Attributes.number("axis", call.op().axis()));
    }

    static String takeAlong(Call<TakeAlong> call) {
        return call.node("GatherElements", Attributes.number("axis", -1));
    }

    static String scatterAlong(Call<ScatterAlong> call) {
        return call.scope()
                .node(
                        "ScatterElements",
                        List.of(call.scope().fill(0, call.result()), call.input(1), call.input(0)),
                        Attributes.number("axis", -1),
                        Attributes.text("reduction", "add"));
    }

    /** ScatterND adds rows of the first axis: the axis of the ids is moved there and back. */
    static String scatterAdd(Call<ScatterAdd> call) {
        int axis = call.op().axis();
        int idAxes = call.rank(1);
        int rank = call.rank(0);
        List<Integer> order = new ArrayList<>();
        IntStream.range(axis, axis + idAxes).forEach(order::add);
        IntStream.range(0, axis).forEach(order::add);
        IntStream.range(axis + idAxes, rank).forEach(order::add);
        List<VaryingSize> shape = new ArrayList<>(call.result());
        shape.add(0, shape.remove(axis));
        Scope scope = call.scope();
        String ids = scope.node(
                "Cast",
                List.of(scope.node("Unsqueeze", List.of(call.input(1), scope.longs(-1)))),
                Attributes.number("to", ai.onnx.proto.OnnxMl.TensorProto.DataType.INT64_VALUE));
        String sum = scope.node(
                "ScatterND",
                List.of(scope.fill(0, shape), ids, scope.transpose(call.input(0), order)),
                Attributes.text("reduction", "add"));
        return scope.transpose(sum, Scope.moved(shape.size(), 0, axis));
    }

    static String select(Call<Select> call) {
        String condition = call.scope().cast(call.input(0), DType.BOOL);
        return call.scope().node("Where", List.of(condition, call.input(1), call.input(2)));
    }
}
