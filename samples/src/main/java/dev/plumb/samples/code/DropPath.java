package dev.plumb.samples.code;

import dev.plumb.dsl.Layer;
import dev.plumb.layer.LayerCode;
import dev.plumb.layer.LayerContext;
import dev.plumb.ops.Var;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Leaves out the whole branch of some examples in training: stochastic depth of Huang and others, 2016 (arXiv 1603.09382). */
@Layer(signature = "(...) -> (...)", code = DropPath.Code.class, supportsMasking = true)
public @interface DropPath {
    double rate();

    /** What it computes. */
    record Code(double rate) implements LayerCode {
        @Override
        public Var call(LayerContext context, List<Var> inputs) {
            Var x = inputs.get(0);
            if (!context.training()) {
                return x;
            }
            List<Integer> one = new ArrayList<>(Collections.nCopies(x.rank(), 1));
            one.set(0, x.size(0));
            return x.times(context.dropoutMask(rate, one));
        }
    }
}
