package dev.plumb.layer;

import dev.plumb.dsl.layer.GlobalAveragePooling1DLayer;
import dev.plumb.graph.rule.Window;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.Pooling;
import dev.plumb.ops.op.Reduce;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Poolings, channels last. */
final class PoolingLayers {
    private PoolingLayers() {}

    /** A pooling of each window. */
    static <S extends LayerSpec> Lowering<S> windows(Pooling.Kind kind, Function<S, Window> windowOf) {
        return Lowering.unary((spec, context, x) -> {
            Window window = windowOf.apply(spec);
            return x.apply(new Pooling(kind, window.sizes(), Windows.over(window, x)));
        });
    }

    /** A pooling over all axes between batch and channels. */
    static <S extends LayerSpec> Lowering<S> global(Reduce.Function function, Predicate<S> keepdims) {
        return Lowering.unary((spec, context, x) -> x.reduce(
                function, keepdims.test(spec), IntStream.range(1, x.rank() - 1).toArray()));
    }

    /** With a mask, the mean over the valid steps. */
    static Var globalAveragePooling1D(GlobalAveragePooling1DLayer spec, LayerContext context, Var x) {
        return context.mask(0)
                .map(mask -> {
                    Var valid = MergingLayers.alignedBefore(mask, x.rank());
                    Var sum = x.times(valid).reduce(Reduce.Function.SUM, spec.keepdims(), 1);
                    return sum.dividedBy(valid.reduce(Reduce.Function.SUM, spec.keepdims(), 1));
                })
                .orElseGet(() -> x.reduce(Reduce.Function.MEAN, spec.keepdims(), 1));
    }
}
