package dev.plumb.layer;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.OutputMode;
import dev.plumb.dsl.layer.CategoryEncodingLayer;
import dev.plumb.dsl.layer.Discretization;
import dev.plumb.dsl.layer.DiscretizationLayer;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Literal;
import java.util.ArrayList;
import java.util.List;

/** Categories: bins of numbers, columns of ids. */
final class CategoryLayers {
    private CategoryLayers() {}

    static Var categoryEncoding(CategoryEncodingLayer spec, LayerContext context, Var ids) {
        return encoded(ids, spec.outputMode(), spec.numTokens());
    }

    static Var discretization(DiscretizationLayer spec, LayerContext context, Var x) {
        Var boundaries = spec.numBins() > 0
                ? context.weight(Discretization.Rule.BOUNDARIES)
                : x.recorder()
                        .constant(
                                ArrayType.float32(spec.binBoundaries().size()),
                                Literal.of(floats(spec.binBoundaries())));
        // a boundary is not above the number: the sum of these is the bin
        Var bins = x.expandDims(-1).less(boundaries).linear(-1, 1).sum(-1);
        Var ids = bins.cast(DType.INT32);
        return spec.outputMode() == OutputMode.INT ? ids : encoded(ids, spec.outputMode(), spec.bins());
    }

    private static float[] floats(List<Double> numbers) {
        float[] floats = new float[numbers.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = numbers.get(i).floatValue();
        }
        return floats;
    }

    /** Columns for ids of known number; of any shape for ONE_HOT, (batch, n) or (batch) otherwise. */
    private static Var encoded(Var ids, OutputMode mode, int columns) {
        if (mode == OutputMode.ONE_HOT) {
            boolean replaces = ids.rank() > 1 && ids.size(-1) == 1;
            List<Integer> shape = new ArrayList<>(ids.shape());
            if (replaces) {
                shape.remove(shape.size() - 1);
            }
            return (replaces ? ids.reshape(shape) : ids).oneHot(columns);
        }
        Var rows = (ids.rank() == 1 ? ids.expandDims(-1) : ids).oneHot(columns);
        return mode == OutputMode.COUNT ? rows.sum(1) : rows.max(1);
    }
}
