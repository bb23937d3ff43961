package dev.plumb.onnx.write;

import dev.plumb.ops.op.Broadcast;
import dev.plumb.ops.op.Cast;
import dev.plumb.ops.op.Concatenate;
import dev.plumb.ops.op.MatMul;
import dev.plumb.ops.op.Pad;
import dev.plumb.ops.op.Reshape;
import dev.plumb.ops.op.Slice;
import dev.plumb.ops.op.Transpose;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Arrays in other shapes, parts of them, and products of matrices. */
final class ShapeNodes {
    private ShapeNodes() {}

    static String reshape(Call<Reshape> call) {
        List<VaryingSize> from = call.shape(0);
        List<VaryingSize> to = call.result();
        if (from.equals(to)) {
            return call.input(0);
        }
        // Without nodes for sizes, where ONNX can find them: 0 is the size that the axis has, and one may be what is
        // left.
        long[] shape = new long[to.size()];
        int unknown = 0;
        for (int axis = 0; axis < shape.length; axis++) {
            VaryingSize size = to.get(axis);
            boolean isSame = axis < from.size() && size.equals(from.get(axis));
            shape[axis] = size.isKnown() ? size.known() : isSame ? 0 : -1;
            unknown += shape[axis] == -1 ? 1 : 0;
        }
        return unknown <= 1
                ? call.scope().reshape(call.input(0), shape)
                : call.scope().reshape(call.input(0), to);
    }

    static String broadcast(Call<Broadcast> call) {
        return call.shape(0).equals(call.result())
                ? call.input(0)
                : call.scope()
                        .node(
                                "Expand",
                                List.of(call.input(0), call.scope().sizes().shape(call.result())));
    }

    static String cast(Call<Cast> call) {
        return call.dtypes().get(0) == call.op().dtype()
                ? call.input(0)
                : call.scope().cast(call.input(0), call.op().dtype());
    }

    static String concatenate(Call<Concatenate> call) {
        return call.inputs().size() == 1
                ? call.input(0)
                : call.node("Concat", Attributes.number("axis", call.op().axis()));
    }

    static String transpose(Call<Transpose> call) {
        return call.scope().transpose(call.input(0), call.op().permutation());
    }

    static String slice(Call<Slice> call) {
        List<Integer> axes = new ArrayList<>();
        List<VaryingSize> begins = new ArrayList<>();
        List<VaryingSize> ends = new ArrayList<>();
        for (int axis = 0; axis < call.rank(0); axis++) {
            int place = axis;
            VaryingSize begin = call.varying(op -> op.begin().get(place));
            VaryingSize size = call.varying(op -> op.size().get(place));
            if (!begin.is(0) || !size.equals(call.shape(0).get(axis))) {
                VaryingSize end = begin.with(size, Integer::sum);
                axes.add(axis);
                begins.add(begin);
                ends.add(end.equals(call.shape(0).get(axis)) ? end.constant(Integer.MAX_VALUE) : end);
            }
        }
        return axes.isEmpty()
                ? call.input(0)
                : call.scope()
                        .node(
                                "Slice",
                                List.of(
                                        call.input(0),
                                        call.scope().sizes().shape(begins),
                                        call.scope().sizes().shape(ends),
                                        call.scope().longs(axes)));
    }

    static String pad(Call<Pad> call) {
        List<VaryingSize> pads = new ArrayList<>();
        IntStream.range(0, call.rank(0))
                .forEach(axis -> pads.add(call.varying(op -> op.before().get(axis))));
        IntStream.range(0, call.rank(0))
                .forEach(axis -> pads.add(call.varying(op -> op.after().get(axis))));
        String value = call.scope().constant(call.op().value());
        return call.scope()
                .node("Pad", List.of(call.input(0), call.scope().sizes().shape(pads), value));
    }

    static String product(Call<MatMul> call) {
        return call.scope()
                .node(
                        "MatMul",
                        List.of(
                                factor(call, 0, call.op().transposeA()),
                                factor(call, 1, call.op().transposeB())));
    }

    private static String factor(Call<?> call, int input, boolean isTransposed) {
        int rank = call.rank(input);
        return isTransposed
                ? call.scope().transpose(call.input(input), Scope.swapped(rank, rank - 2, rank - 1))
                : call.input(input);
    }
}
