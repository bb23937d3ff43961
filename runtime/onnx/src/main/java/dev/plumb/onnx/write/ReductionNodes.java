package dev.plumb.onnx.write;

import dev.plumb.dsl.DType;
import dev.plumb.ops.op.ArgMax;
import dev.plumb.ops.op.ArgSort;
import dev.plumb.ops.op.Reduce;
import dev.plumb.ops.op.Softmax;
import dev.plumb.ops.op.SortLast;
import java.util.List;

/** What is made of all elements of an axis: sums, orders. */
final class ReductionNodes {
    private ReductionNodes() {}

    static String reduce(Call<Reduce> call) {
        if (call.op().axes().isEmpty()) {
            return call.input(0);
        }
        String type =
                switch (call.op().function()) {
                    case SUM -> "ReduceSum";
                    case MEAN -> "ReduceMean";
                    case MAX -> "ReduceMax";
                    case MIN -> "ReduceMin";
                };
        return reduce(
                call.scope(),
                type,
                call.input(0),
                call.op().keepDimensions(),
                call.op().axes());
    }

    private static String reduce(Scope scope, String type, String array, boolean keeps, List<Integer> axes) {
        return scope.node(type, List.of(array, scope.longs(axes)), Attributes.number("keepdims", keeps ? 1 : 0));
    }

    static String softmax(Call<Softmax> call) {
        return call.node(
                call.op().log() ? "LogSoftmax" : "Softmax",
                Attributes.number("axis", call.op().axis()));
    }

    static String argMax(Call<ArgMax> call) {
        String index = call.node("ArgMax", Attributes.number("axis", -1), Attributes.number("keepdims", 0));
        return call.scope().cast(index, DType.INT32);
    }

    static String argSort(Call<ArgSort> call) {
        String count = call.scope().sizes().size(call.varying(ArgSort::count));
        return call.scope().cast(top(call, count, call.op().descending()).get(1), DType.INT32);
    }

    static String sort(Call<SortLast> call) {
        String count = call.scope().sizes().size(call.shape(0).get(call.rank(0) - 1));
        return top(call, count, true).get(0);
    }

    private static List<String> top(Call<?> call, String count, boolean isLargestFirst) {
        return call.scope()
                .nodes(
                        "TopK",
                        2,
                        List.of(call.input(0), count),
                        Attributes.number("axis", -1),
                        Attributes.number("largest", isLargestFirst ? 1 : 0));
    }
}
