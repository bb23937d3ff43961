package dev.plumb.samples.code;

import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.Layer;
import dev.plumb.layer.LayerCode;
import dev.plumb.layer.LayerContext;
import dev.plumb.ops.Var;
import java.util.List;

/** Sines and cosines of projections that are drawn once and stay: Tancik and others, 2020 (arXiv 2006.10739). */
@Layer(signature = "(..., d) -> (..., 2 * waves)", code = FourierFeatures.Code.class, supportsMasking = true)
public @interface FourierFeatures {
    int waves();

    /** What it computes. */
    record Code(int waves) implements LayerCode {
        @Override
        public Var call(LayerContext context, List<Var> inputs) {
            Var x = inputs.get(0);
            Var projection = context.state("projection", List.of(x.size(-1), waves), Initializer.RANDOM_NORMAL);
            Var angle = x.matmul(projection).times(20);
            return angle.sin().concatenate(-1, angle.cos());
        }
    }
}
