package dev.plumb.layer;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.layer.Conv1DLayer;
import dev.plumb.dsl.layer.Conv1DTransposeLayer;
import dev.plumb.dsl.layer.Conv2DLayer;
import dev.plumb.dsl.layer.Conv2DTransposeLayer;
import dev.plumb.dsl.layer.DepthwiseConv1DLayer;
import dev.plumb.dsl.layer.DepthwiseConv2DLayer;
import dev.plumb.dsl.layer.SeparableConv1DLayer;
import dev.plumb.dsl.layer.SeparableConv2DLayer;
import dev.plumb.graph.rule.TransposedWindow;
import dev.plumb.graph.rule.Window;
import dev.plumb.graph.shape.Dim;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.Convolution;
import dev.plumb.ops.op.ConvolutionBackwardData;
import dev.plumb.ops.op.Op;
import java.util.ArrayList;
import java.util.List;

/** Convolutions, channels last. */
final class ConvolutionLayers {
    private ConvolutionLayers() {}

    static Var conv1D(Conv1DLayer spec, LayerContext context, Var x) {
        return convolution(spec.window(), spec.groups(), spec.useBias(), spec.activation(), context, x);
    }

    static Var conv2D(Conv2DLayer spec, LayerContext context, Var x) {
        return convolution(spec.window(), spec.groups(), spec.useBias(), spec.activation(), context, x);
    }

    static Var depthwiseConv1D(DepthwiseConv1DLayer spec, LayerContext context, Var x) {
        Var convolved = depthwise(spec.window(), x, context.weight("kernel"));
        return finished(spec.useBias(), spec.activation(), context, convolved);
    }

    static Var depthwiseConv2D(DepthwiseConv2DLayer spec, LayerContext context, Var x) {
        Var convolved = depthwise(spec.window(), x, context.weight("kernel"));
        return finished(spec.useBias(), spec.activation(), context, convolved);
    }

    static Var separableConv1D(SeparableConv1DLayer spec, LayerContext context, Var x) {
        return separable(spec.window(), spec.useBias(), spec.activation(), context, x);
    }

    static Var separableConv2D(SeparableConv2DLayer spec, LayerContext context, Var x) {
        return separable(spec.window(), spec.useBias(), spec.activation(), context, x);
    }

    static Var conv1DTranspose(Conv1DTransposeLayer spec, LayerContext context, Var x) {
        return transposed(spec.window(), spec.filters(), spec.useBias(), spec.activation(), context, x);
    }

    static Var conv2DTranspose(Conv2DTransposeLayer spec, LayerContext context, Var x) {
        return transposed(spec.window(), spec.filters(), spec.useBias(), spec.activation(), context, x);
    }

    private static Var convolution(
            Window window, int groups, boolean useBias, ActivationFunction activation, LayerContext context, Var x) {
        Var convolved = x.apply(new Convolution(Windows.over(window, x), groups), context.weight("kernel"));
        return finished(useBias, activation, context, convolved);
    }

    /**
     * A group a channel. The kernel (…, channels, multiplier) holds the filters of each channel side by side, so it is that of
     * a grouped convolution, (…, 1, channels · multiplier), as it lies.
     */
    private static Var depthwise(Window window, Var x, Var kernel) {
        List<Integer> shape = new ArrayList<>(window.sizes());
        shape.add(1);
        shape.add(kernel.size(-2) * kernel.size(-1));
        return x.apply(new Convolution(Windows.over(window, x), x.size(-1)), kernel.reshape(shape));
    }

    private static Var separable(
            Window window, boolean useBias, ActivationFunction activation, LayerContext context, Var x) {
        Var each = depthwise(window, x, context.weight("depthwise_kernel"));
        Op point = new Convolution(dev.plumb.ops.op.Window.valid(window.axes()), 1);
        return finished(useBias, activation, context, each.apply(point, context.weight("pointwise_kernel")));
    }

    /** The gradient of a convolution for its input: of the one whose input is our result, with our kernel as it lies. */
    private static Var transposed(
            TransposedWindow window,
            int filters,
            boolean useBias,
            ActivationFunction activation,
            LayerContext context,
            Var x) {
        List<Integer> shape = new ArrayList<>(List.of(x.size(0)));
        for (int axis = 0; axis < window.window().axes(); axis++) {
            Dim length = window.length(axis, Dim.of(x.size(axis + 1)));
            shape.add(Math.toIntExact(length.size()));
        }
        shape.add(filters);
        Op backward = new ConvolutionBackwardData(x.type().withShape(shape), Windows.over(window, x), 1);
        return finished(useBias, activation, context, context.weight("kernel").apply(backward, x));
    }

    private static Var finished(boolean useBias, ActivationFunction activation, LayerContext context, Var convolved) {
        Var sum = useBias ? convolved.plus(context.weight("bias")) : convolved;
        return Activations.apply(activation, context, sum);
    }
}
