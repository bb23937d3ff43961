package dev.plumb.layer;

import dev.plumb.dsl.layer.GlobalAveragePooling1DLayer;
import dev.plumb.dsl.layer.GlobalMaxPooling1DLayer;
import dev.plumb.graph.rule.AdaptivePoolingSpec;
import dev.plumb.graph.rule.GlobalPoolingSpec;
import dev.plumb.graph.rule.PoolingSpec;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.Pooling;
import dev.plumb.ops.op.Reduce;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Poolings, channels last. */
final class PoolingLayers {
    private PoolingLayers() {}

    /** A pooling of each window. */
    static <S extends PoolingSpec> Lowering<S> windows(Pooling.Kind kind) {
        return Lowering.unary((spec, context, x) ->
                x.apply(new Pooling(kind, spec.window().sizes(), Windows.over(spec.window(), x))));
    }

    /** A pooling over all axes between batch and channels. */
    static <S extends GlobalPoolingSpec> Lowering<S> global(Reduce.Function function) {
        return Lowering.unary((spec, context, x) -> x.reduce(
                function, spec.keepdims(), IntStream.range(1, x.rank() - 1).toArray()));
    }

    /** A pooling to so many windows: they are boxes, so each axis is reduced in turn. */
    static <S extends AdaptivePoolingSpec> Lowering<S> adaptive(Reduce.Function function) {
        return Lowering.unary((spec, context, x) -> {
            Var pooled = x;
            for (int axis = 0; axis < spec.axes(); axis++) {
                pooled = adaptive(function, pooled, axis + 1, spec.sizes().get(axis));
            }
            return pooled;
        });
    }

    private static Var adaptive(Reduce.Function function, Var x, int axis, int windows) {
        int cells = x.size(axis);
        if (cells % windows == 0) { // side by side
            List<Integer> split = new ArrayList<>(x.shape());
            split.set(axis, windows);
            split.add(axis + 1, cells / windows);
            return x.reshape(split).reduce(function, false, axis + 1);
        }
        List<Var> parts = new ArrayList<>();
        for (int window = 0; window < windows; window++) {
            int begin = AdaptivePoolingSpec.begin(window, cells, windows);
            int end = AdaptivePoolingSpec.end(window, cells, windows);
            parts.add(x.slice(axis, begin, end - begin).reduce(function, true, axis));
        }
        return Var.concatenated(axis, parts);
    }

    /** With a mask that it is given, the largest of the valid steps; one that has travelled with its input is ignored, as in Keras. */
    static Var globalMaxPooling1D(GlobalMaxPooling1DLayer spec, LayerContext context, Var x) {
        Var looked = context.isMaskGiven() ? validOrLeast(context.mask(0).orElseThrow(), x) : x;
        return looked.reduce(Reduce.Function.MAX, spec.keepdims(), 1);
    }

    private static Var validOrLeast(Var mask, Var x) {
        Var valid = Masks.alignedBefore(mask, x.rank());
        return x.times(valid).plus(valid.linear(Float.MAX_VALUE, -Float.MAX_VALUE));
    }

    /** With a mask, the mean over the valid steps. */
    static Var globalAveragePooling1D(GlobalAveragePooling1DLayer spec, LayerContext context, Var x) {
        return context.mask(0)
                .map(mask -> {
                    Var valid = Masks.alignedBefore(mask, x.rank());
                    Var sum = x.times(valid).reduce(Reduce.Function.SUM, spec.keepdims(), 1);
                    return sum.dividedBy(valid.reduce(Reduce.Function.SUM, spec.keepdims(), 1));
                })
                .orElseGet(() -> x.reduce(Reduce.Function.MEAN, spec.keepdims(), 1));
    }
}
