package dev.plumb.graph.rule;

import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.Weight;
import java.util.ArrayList;
import java.util.List;

/** The family of depthwise convolutions: DepthwiseConv1D, DepthwiseConv2D. */
public interface DepthwiseConvolutionSpec extends WindowedSpec {
    int depthMultiplier();

    Weight.Settings depthwiseSettings();

    /** The window over the axes between batch and channels. */
    default Window window() {
        return Window.of(axes(), kernelSize(), strides(), dilationRate(), padding());
    }

    @Override
    default void validate(AttributeChecks checks) {
        WindowRules.checkDepthwise(
                checks, axes(), kernelSize(), strides(), dilationRate(), padding(), depthMultiplier());
    }

    @Override
    default Inference infer(List<TensorType> inputs) {
        return WindowRules.depthwise(inputs, window(), depthMultiplier(), activation());
    }

    @Override
    default List<Weight> weights(List<TensorType> inputs) {
        List<Weight> weights = new ArrayList<>();
        Shape kernel = WindowRules.depthwiseKernel(inputs, window(), depthMultiplier());
        weights.add(Weight.of("kernel", kernel, depthwiseSettings()));
        if (useBias()) {
            Shape bias = new Shape(List.of(inputs.get(0).shape().last().times(depthMultiplier())));
            weights.add(Weight.of("bias", bias, biasSettings()));
        }
        return weights;
    }
}
