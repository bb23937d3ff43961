package dev.plumb.samples.code;

import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.Layer;
import dev.plumb.layer.LayerCode;
import dev.plumb.layer.LayerContext;
import dev.plumb.ops.Var;
import java.util.List;

/** A function of each feature that is learned: straight between knots from -range to range, x at first. */
@Layer(signature = "(..., d) -> (..., d)", code = SplineActivation.Code.class, supportsMasking = true)
public @interface SplineActivation {
    int knots() default 8;

    double range() default 2.0;

    /** What it computes. */
    record Code(int knots, double range) implements LayerCode {
        @Override
        public Var call(LayerContext context, List<Var> inputs) {
            Var x = inputs.get(0);
            Var sum = x;
            for (int knot = 0; knot < knots; knot++) {
                float at = (float) (range * (2.0 * knot / (knots - 1) - 1));
                Var bend = context.weight("bend" + knot, List.of(x.size(-1)), Initializer.ZEROS);
                sum = sum.plus(x.minus(at).relu().times(bend));
            }
            return sum;
        }
    }
}
