package dev.plumb.graph.rule;

import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.KernelSpec;
import dev.plumb.graph.spec.Weight;
import java.util.List;

/** The family of convolutions: Conv1D, Conv2D, Conv3D. */
public interface ConvolutionSpec extends WindowedSpec, KernelSpec {
    int filters();

    int groups();

    Weight.Settings kernelSettings();

    @Override
    default void validate(AttributeChecks checks) {
        checks.positive("filters", filters());
        WindowRules.checkConvolution(checks, axes(), kernelSize(), strides(), dilationRate(), padding());
        WindowRules.checkGroups(checks, filters(), groups());
    }

    @Override
    default Inference infer(List<TensorType> inputs) {
        return WindowRules.convolution(inputs, window(), filters(), groups(), activation());
    }

    @Override
    default List<Weight> weights(List<TensorType> inputs) {
        Shape kernel = WindowRules.kernel(inputs, window(), filters(), groups());
        return withBias(Dim.of(filters()), Weight.of("kernel", kernel, kernelSettings()));
    }
}
