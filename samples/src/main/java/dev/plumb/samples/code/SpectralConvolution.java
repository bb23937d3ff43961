package dev.plumb.samples.code;

import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.Layer;
import dev.plumb.layer.LayerCode;
import dev.plumb.layer.LayerContext;
import dev.plumb.ops.Var;
import java.util.List;

/** Scales the waves that a sequence is made of, the slowest ones; the others are left out: the layer of Li and others, 2020 (arXiv 2010.08895), by channel. */
@Layer(signature = "(t, d) -> (t, d)", code = SpectralConvolution.Code.class)
public @interface SpectralConvolution {
    int waves();

    /** What it computes. */
    record Code(int waves) implements LayerCode {
        @Override
        public Var call(LayerContext context, List<Var> inputs) {
            Var x = inputs.get(0);
            int steps = x.size(1);
            Var phase =
                    x.recorder().range(waves).expandDims(1).times(x.recorder().range(steps));
            Var angle = phase.times((float) (2 * Math.PI / steps));
            Var cosine = Var.einsum("wt,btd->bwd", angle.cos(), x);
            Var sine = Var.einsum("wt,btd->bwd", angle.sin(), x);
            Var real = context.weight("real", List.of(waves, x.size(2)), Initializer.GLOROT_UNIFORM);
            Var imaginary = context.weight("imaginary", List.of(waves, x.size(2)), Initializer.GLOROT_UNIFORM);
            Var even = cosine.times(real).plus(sine.times(imaginary));
            Var odd = sine.times(real).minus(cosine.times(imaginary));
            return Var.einsum("wt,bwd->btd", angle.cos(), even)
                    .plus(Var.einsum("wt,bwd->btd", angle.sin(), odd))
                    .dividedBy(steps);
        }
    }
}
