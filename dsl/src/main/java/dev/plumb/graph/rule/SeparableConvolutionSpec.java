package dev.plumb.graph.rule;

import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.Weight;
import java.util.List;

/** The family of convolutions in two steps, each channel on its own and then a mixture at each point: SeparableConv1D, SeparableConv2D. */
public interface SeparableConvolutionSpec extends WindowedSpec {
    int filters();

    int depthMultiplier();

    Weight.Settings depthwiseSettings();

    Weight.Settings pointwiseSettings();

    @Override
    default void validate(AttributeChecks checks) {
        checks.positive("filters", filters());
        WindowRules.checkDepthwise(
                checks, axes(), kernelSize(), strides(), dilationRate(), padding(), depthMultiplier());
    }

    @Override
    default Inference infer(List<TensorType> inputs) {
        return WindowRules.convolution(inputs, window(), filters(), 1, activation());
    }

    @Override
    default List<Weight> weights(List<TensorType> inputs) {
        Shape depthwise = WindowRules.depthwiseKernel(inputs, window(), depthMultiplier());
        Shape pointwise = WindowRules.pointwiseKernel(inputs, window(), depthMultiplier(), filters());
        return withBias(
                Dim.of(filters()),
                Weight.of("depthwise_kernel", depthwise, depthwiseSettings()),
                Weight.of("pointwise_kernel", pointwise, pointwiseSettings()));
    }
}
