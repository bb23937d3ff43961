package dev.plumb.samples.code;

import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.Layer;
import dev.plumb.layer.LayerCode;
import dev.plumb.layer.LayerContext;
import dev.plumb.ops.Var;
import java.util.List;

/** The largest of several projections: Goodfellow and others, 2013 (arXiv 1302.4389). */
@Layer(signature = "(d) -> (units)", code = Maxout.Code.class)
public @interface Maxout {
    int units();

    int pieces() default 2;

    /** What it computes. */
    record Code(int units, int pieces) implements LayerCode {
        @Override
        public Var call(LayerContext context, List<Var> inputs) {
            Var x = inputs.get(0);
            Var kernel = context.weight("kernel", List.of(x.size(1), units * pieces), Initializer.GLOROT_UNIFORM);
            Var bias = context.weight("bias", List.of(units * pieces), Initializer.ZEROS);
            return x.matmul(kernel).plus(bias).reshape(x.size(0), units, pieces).max(2);
        }
    }
}
