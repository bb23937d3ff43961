package dev.plumb.layer;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.layer.Conv1D;
import dev.plumb.dsl.layer.Conv2D;
import dev.plumb.engine.Var;
import dev.plumb.engine.op.Convolution;
import dev.plumb.graph.Window;
import dev.plumb.runtime.LayerContext;

/** Convolutions, channels last. */
final class ConvolutionLayers {
    private ConvolutionLayers() {}

    static Var conv1D(Conv1D.Spec spec, LayerContext context, Var x) {
        return convolution(spec.window(), spec.groups(), spec.useBias(), spec.activation(), context, x);
    }

    static Var conv2D(Conv2D.Spec spec, LayerContext context, Var x) {
        return convolution(spec.window(), spec.groups(), spec.useBias(), spec.activation(), context, x);
    }

    private static Var convolution(
            Window window, int groups, boolean useBias, ActivationFunction activation, LayerContext context, Var x) {
        Var convolved = x.apply(new Convolution(Windows.over(window, x), groups), context.weight("kernel"));
        Var sum = useBias ? convolved.plus(context.weight("bias")) : convolved;
        return Activations.apply(activation, context, sum);
    }
}
