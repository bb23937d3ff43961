package dev.plumb.samples.code;

import dev.plumb.dsl.Layer;
import dev.plumb.layer.LayerCode;
import dev.plumb.layer.LayerContext;
import dev.plumb.ops.Var;
import java.util.List;

/** Turns pairs of features by an angle that grows with time: Su and others, 2021 (arXiv 2104.09864). */
@Layer(signature = "(t, d) -> (t, d / 2 * 2)", code = RotaryEmbedding.Code.class, supportsMasking = true)
public @interface RotaryEmbedding {
    double base() default 10_000.0;

    /** What it computes. */
    record Code(double base) implements LayerCode {
        @Override
        public Var call(LayerContext context, List<Var> inputs) {
            Var x = inputs.get(0);
            int half = x.size(2) / 2;
            Var frequency = x.recorder()
                    .range(half)
                    .times((float) (-Math.log(base) / half))
                    .exp();
            Var angle = x.recorder().range(x.size(1)).expandDims(1).times(frequency);
            Var first = x.slice(2, 0, half);
            Var second = x.slice(2, half, half);
            Var turned = first.times(angle.cos()).minus(second.times(angle.sin()));
            return turned.concatenate(2, second.times(angle.cos()).plus(first.times(angle.sin())));
        }
    }
}
