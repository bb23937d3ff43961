package dev.plumb.samples.code;

import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.Layer;
import dev.plumb.layer.LayerCode;
import dev.plumb.layer.LayerContext;
import dev.plumb.ops.Var;
import java.util.List;

/** A projection, and another one that says how much of it passes: SwiGLU of Shazeer, 2020 (arXiv 2002.05202). */
@Layer(signature = "(..., d) -> (..., units)", code = GatedLinearUnit.Code.class, supportsMasking = true)
public @interface GatedLinearUnit {
    int units();

    /** What it computes. */
    record Code(int units) implements LayerCode {
        @Override
        public Var call(LayerContext context, List<Var> inputs) {
            Var x = inputs.get(0);
            List<Integer> shape = List.of(x.size(-1), units);
            Var gate = x.matmul(context.weight("gate", shape, Initializer.GLOROT_UNIFORM));
            Var value = x.matmul(context.weight("value", shape, Initializer.GLOROT_UNIFORM));
            return gate.swish().times(value);
        }
    }
}
