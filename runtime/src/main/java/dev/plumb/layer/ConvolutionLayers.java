package dev.plumb.layer;

import dev.plumb.dsl.layer.Conv2D;
import dev.plumb.engine.Var;
import dev.plumb.engine.op.Convolution;
import dev.plumb.runtime.LayerContext;

/** Convolutions, channels last. */
final class ConvolutionLayers {
    private ConvolutionLayers() {}

    static Var conv2D(Conv2D.Spec spec, LayerContext context, Var x) {
        Convolution convolution = new Convolution(Windows.over(spec.window(), x), spec.groups());
        Var convolved = x.apply(convolution, context.weight("kernel"));
        Var sum = spec.useBias() ? convolved.plus(context.weight("bias")) : convolved;
        return Activations.apply(spec.activation(), context, sum);
    }
}
