package dev.plumb.samples.code;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Layer;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.layer.LayerCode;
import dev.plumb.layer.LayerContext;
import dev.plumb.ops.Var;
import java.util.List;

/** Scales each channel by what all of the picture says of it: Hu and others, 2018 (arXiv 1709.01507). */
@Layer(signature = "(h, w, c) -> (h, w, c)", code = SqueezeAndExcite.Code.class)
public @interface SqueezeAndExcite {
    int ratio() default 4;

    /** What it computes. */
    record Code(int ratio) implements LayerCode {
        @Override
        public Var call(LayerContext context, List<Var> inputs) {
            Var x = inputs.get(0);
            int channels = x.size(-1);
            int fewer = Math.max(1, channels / ratio);
            Var pooled = x.mean(1, 2);
            Var squeezed = context.layer("squeeze", Layers.dense(fewer).activation(ActivationFunction.RELU))
                    .call(pooled);
            Var excited = context.layer("excite", Layers.dense(channels).activation(ActivationFunction.SIGMOID))
                    .call(squeezed);
            return x.times(excited.reshape(x.size(0), 1, 1, channels));
        }
    }
}
