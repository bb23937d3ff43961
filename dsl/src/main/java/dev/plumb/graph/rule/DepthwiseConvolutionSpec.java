package dev.plumb.graph.rule;

import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.KernelSpec;
import dev.plumb.graph.spec.Weight;
import java.util.List;

/** The family of depthwise convolutions: DepthwiseConv1D, DepthwiseConv2D. */
public interface DepthwiseConvolutionSpec extends WindowedSpec, KernelSpec {
    int depthMultiplier();

    Weight.Settings depthwiseSettings();

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
        Shape kernel = WindowRules.depthwiseKernel(inputs, window(), depthMultiplier());
        Dim channels = inputs.get(0).shape().last().times(depthMultiplier());
        return withBias(channels, Weight.of("kernel", kernel, depthwiseSettings()));
    }
}
