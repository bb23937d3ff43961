package dev.plumb.layer;

import dev.plumb.graph.rule.ConvolutionSpec;
import dev.plumb.graph.rule.DepthwiseConvolutionSpec;
import dev.plumb.graph.rule.SeparableConvolutionSpec;
import dev.plumb.graph.rule.TransposedConvolutionSpec;
import dev.plumb.graph.rule.TransposedWindow;
import dev.plumb.graph.rule.Window;
import dev.plumb.graph.rule.WindowedSpec;
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

    static Var convolution(ConvolutionSpec spec, LayerContext context, Var x) {
        Op op = new Convolution(Windows.over(spec.window(), x), spec.groups());
        return finished(spec, context, x.apply(op, context.weight("kernel")));
    }

    static Var depthwise(DepthwiseConvolutionSpec spec, LayerContext context, Var x) {
        return finished(spec, context, depthwise(spec.window(), x, context.weight("kernel")));
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

    static Var separable(SeparableConvolutionSpec spec, LayerContext context, Var x) {
        Var each = depthwise(spec.window(), x, context.weight("depthwise_kernel"));
        Op point = new Convolution(dev.plumb.ops.op.Window.valid(spec.axes()), 1);
        return finished(spec, context, each.apply(point, context.weight("pointwise_kernel")));
    }

    /** The gradient of a convolution for its input: of the one whose input is our result, with our kernel as it lies. */
    static Var transposed(TransposedConvolutionSpec spec, LayerContext context, Var x) {
        TransposedWindow window = spec.transposedWindow();
        List<Integer> shape = new ArrayList<>(List.of(x.size(0)));
        for (int axis = 0; axis < spec.axes(); axis++) {
            Dim length = window.length(axis, Dim.of(x.size(axis + 1)));
            shape.add(Math.toIntExact(length.size()));
        }
        shape.add(spec.filters());
        Op backward = new ConvolutionBackwardData(x.type().withShape(shape), Windows.over(window, x), 1);
        return finished(spec, context, context.weight("kernel").apply(backward, x));
    }

    private static Var finished(WindowedSpec spec, LayerContext context, Var convolved) {
        Var sum = spec.useBias() ? convolved.plus(context.weight("bias")) : convolved;
        return Activations.apply(spec.activation(), context, sum);
    }
}
