package dev.plumb.layer;

import dev.plumb.dsl.layer.SpectralNormalization;
import dev.plumb.dsl.layer.SpectralNormalizationLayer;
import dev.plumb.ops.Var;
import java.util.List;

/** A kernel divided by its largest singular value, as power iterations estimate it (Miyato et al. 2018, algorithm 1). */
final class SpectralNormalizations {
    /** Keras divides by no smaller norm. */
    private static final float SMALLEST_NORM = 1e-7f;

    private SpectralNormalizations() {}

    static List<Var> spectralNormalization(SpectralNormalizationLayer spec, LayerContext context, List<Var> inputs) {
        // that follows from weights alone, so all parts of a batch find the same
        if (context.training() && context.trainable() && context.parts() > 0) {
            divide(spec, context);
        }
        return Lowerings.lower(spec.layer(), context, inputs);
    }

    /** The products are sums of element-wise ones: a layer that multiplies in bfloat16 still divides by a float32. */
    private static void divide(SpectralNormalizationLayer spec, LayerContext context) {
        Var kernel = context.weight(spec.kernelName());
        int columns = kernel.size(-1);
        Var rows = kernel.reshape(Math.toIntExact(kernel.type().elements() / columns), columns);
        Var start = context.weight(SpectralNormalization.Rule.VECTOR);
        Var vector = start;
        Var product = start;
        for (int iteration = 0; iteration < spec.powerIterations(); iteration++) {
            Var left = unit(rows.times(vector).sum(true, 1));
            product = rows.times(left).sum(true, 0);
            vector = unit(product);
        }
        Var sigma = product.times(vector).sum();
        Var isZero = rows.abs().max().equalTo(0);
        context.assign(SpectralNormalization.Rule.VECTOR, start.where(isZero, vector));
        context.replace(spec.kernelName(), kernel.where(isZero, kernel.dividedBy(sigma)));
    }

    /** A vector of length 1 in this direction. */
    private static Var unit(Var vector) {
        return vector.times(vector.square().sum().rsqrt().minimum(1 / SMALLEST_NORM));
    }
}
