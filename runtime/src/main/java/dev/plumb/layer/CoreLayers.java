package dev.plumb.layer;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.layer.ActivationLayer;
import dev.plumb.dsl.layer.DenseLayer;
import dev.plumb.dsl.layer.ELULayer;
import dev.plumb.dsl.layer.EmbeddingLayer;
import dev.plumb.dsl.layer.IdentityLayer;
import dev.plumb.dsl.layer.LeakyReLULayer;
import dev.plumb.dsl.layer.MaskingLayer;
import dev.plumb.dsl.layer.PReLULayer;
import dev.plumb.dsl.layer.ReLULayer;
import dev.plumb.dsl.layer.RescalingLayer;
import dev.plumb.dsl.layer.ReversedEmbedding;
import dev.plumb.dsl.layer.SoftmaxLayer;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.Reduce;
import java.util.List;
import java.util.Optional;

/** Dense, activations, Embedding, Masking, Identity. */
final class CoreLayers {
    /** What Keras' Softmax puts in place of what a mask excludes. */
    private static final float EXCLUDED = -1e9f;

    private CoreLayers() {}

    static Var dense(DenseLayer spec, LayerContext context, Var x) {
        Var product = x.matmul(context.weight("kernel"));
        Var sum = spec.useBias() ? product.plus(context.weight("bias")) : product;
        return Activations.apply(spec.activation(), context, sum);
    }

    static Var activation(ActivationLayer spec, LayerContext context, Var x) {
        return Activations.apply(spec.value(), context, x);
    }

    static Var rescaling(RescalingLayer spec, LayerContext context, Var x) {
        return x.linear((float) spec.scale(), (float) spec.offset());
    }

    static Var leakyReLU(LeakyReLULayer spec, LayerContext context, Var x) {
        return x.relu((float) spec.value());
    }

    /** Keras' form, max(x above the threshold, 0) - slope max(threshold - x, 0). */
    static Var reLU(ReLULayer spec, LayerContext context, Var x) {
        float threshold = (float) spec.threshold();
        float slope = (float) spec.negativeSlope();
        boolean limited = spec.maxValue() < Double.POSITIVE_INFINITY;
        if (threshold == 0 && !limited) {
            return x.relu(slope);
        }
        Var above = threshold == 0 ? x.relu() : x.where(x.greater(threshold), 0);
        Var kept = limited ? above.clip(0, (float) spec.maxValue()) : above;
        return slope == 0 ? kept : kept.minus(x.subtractedFrom(threshold).relu().times(slope));
    }

    static Var eLU(ELULayer spec, LayerContext context, Var x) {
        return x.elu((float) spec.value());
    }

    static Var identity(IdentityLayer spec, LayerContext context, Var x) {
        return x;
    }

    /** What a mask excludes is far below all others, and then 0, also where nothing else is left. */
    static Var softmax(SoftmaxLayer spec, LayerContext context, Var x) {
        Optional<Var> valid = context.mask(0).map(mask -> Masks.alignedBefore(mask, x.rank()));
        Var scores = valid.map(seen -> x.where(seen, EXCLUDED)).orElse(x);
        Var result =
                softmax(scores, spec.axis().stream().mapToInt(x.type()::axis).toArray());
        if (valid.isPresent()) {
            return result.where(valid.get(), 0);
        }
        if (spec.axis().equals(List.of(-1))) {
            context.logits(result, ActivationFunction.SOFTMAX, x);
        }
        return result;
    }

    private static Var softmax(Var x, int... axes) {
        return axes.length == 1
                ? x.softmax(axes[0])
                : x.minus(x.logSumExp(true, axes)).exp();
    }

    /** Keras' form, max(x, 0) - alpha max(-x, 0), whose slope is 0 at 0. */
    static Var pReLU(PReLULayer spec, LayerContext context, Var x) {
        return x.relu().minus(context.weight("alpha").times(x.negated().relu()));
    }

    static Var embedding(EmbeddingLayer spec, LayerContext context, Var ids) {
        if (spec.maskZero()) {
            context.maskOutput(Masks.valid(ids));
        }
        return context.weight("embeddings").gatherRows(ids);
    }

    static Var reversedEmbedding(ReversedEmbedding spec, LayerContext context, Var x) {
        return x.matmul(context.weight("embeddings"), false, true);
    }

    static Var masking(MaskingLayer spec, LayerContext context, Var x) {
        Var valid = x.equalTo((float) spec.value())
                .reduce(Reduce.Function.MIN, true, -1)
                .linear(-1, 1);
        context.maskOutput(valid.reshape(x.shape().subList(0, x.rank() - 1)));
        return x.times(valid);
    }
}
