package dev.plumb.samples.code;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Layer;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.layer.LayerCode;
import dev.plumb.layer.LayerContext;
import dev.plumb.ops.Var;
import java.util.List;

/** Two dense layers and a third beside them, in code: what {@code DenseUnit} of the sample blocks is as a block. */
@Layer(signature = "(d) -> (units)", code = ResidualBlock.Code.class)
public @interface ResidualBlock {
    int units();

    /** Its parts are built-in layers. */
    record Code(int units) implements LayerCode {
        @Override
        public Var call(LayerContext context, List<Var> inputs) {
            Var x = inputs.get(0);
            Var first = context.layer("first", Layers.dense(units).activation(ActivationFunction.RELU))
                    .call(x);
            Var second = context.layer("second", Layers.dense(units)).call(first);
            Var projection = context.layer("projection", Layers.dense(units)).call(x);
            return second.plus(projection).relu();
        }
    }
}
