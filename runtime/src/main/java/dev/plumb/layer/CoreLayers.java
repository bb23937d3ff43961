package dev.plumb.layer;

import dev.plumb.dsl.layer.ActivationLayer;
import dev.plumb.dsl.layer.DenseLayer;
import dev.plumb.dsl.layer.EmbeddingLayer;
import dev.plumb.dsl.layer.LeakyReLULayer;
import dev.plumb.dsl.layer.MaskingLayer;
import dev.plumb.dsl.layer.PReLULayer;
import dev.plumb.dsl.layer.RescalingLayer;
import dev.plumb.dsl.layer.ReversedEmbedding;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.Reduce;

/** Dense, activations, Embedding, Masking. */
final class CoreLayers {
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
