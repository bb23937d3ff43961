package dev.plumb.samples.code;

import dev.plumb.dsl.Layer;
import dev.plumb.layer.LayerCode;
import dev.plumb.layer.LayerContext;
import dev.plumb.ops.Var;
import java.util.List;

/** Passes the strongest features alone, the others are 0: the sparse gate of Shazeer and others, 2017 (arXiv 1701.06538), without its noise. */
@Layer(signature = "(..., d) -> (..., d)", code = TopKGate.Code.class, supportsMasking = true)
public @interface TopKGate {
    int k();

    /** What it computes. */
    record Code(int k) implements LayerCode {
        @Override
        public Var call(LayerContext context, List<Var> inputs) {
            Var x = inputs.get(0);
            Var weakest = x.topK(k).values().slice(-1, k - 1, 1);
            return x.softmax(-1).times(x.greaterOrEqual(weakest).stopGradient());
        }
    }
}
