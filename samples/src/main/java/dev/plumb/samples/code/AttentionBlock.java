package dev.plumb.samples.code;

import dev.plumb.dsl.Layer;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.layer.LayerCode;
import dev.plumb.layer.LayerContext;
import dev.plumb.ops.Var;
import java.util.List;

/** Each step asks all steps; what it hears is added and normalized. */
@Layer(signature = "(t, d) -> (t, d)", code = AttentionBlock.Code.class, supportsMasking = true)
public @interface AttentionBlock {
    int numHeads();

    int keyDim();

    /** Its parts are built-in layers. */
    record Code(int numHeads, int keyDim) implements LayerCode {
        @Override
        public Var call(LayerContext context, List<Var> inputs) {
            Var x = inputs.get(0);
            Var attended = context.layer("attended", Layers.multiHeadAttention(numHeads, keyDim))
                    .call(x, x);
            return context.layer("normal", Layers.layerNormalization()).call(x.plus(attended));
        }
    }
}
