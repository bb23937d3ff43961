package dev.plumb.graph.rule;

import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.Weight;
import java.util.ArrayList;
import java.util.List;

/** The family of convolutions: Conv1D, Conv2D. */
public interface ConvolutionSpec extends WindowedSpec {
    int filters();

    int groups();

    Weight.Settings kernelSettings();

    /** The window over the axes between batch and channels. */
    default Window window() {
        return Window.of(axes(), kernelSize(), strides(), dilationRate(), padding());
    }

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
        List<Weight> weights = new ArrayList<>();
        Shape kernel = WindowRules.kernel(inputs, window(), filters(), groups());
        weights.add(Weight.of("kernel", kernel, kernelSettings()));
        if (useBias()) {
            weights.add(Weight.of("bias", Shape.of(filters()), biasSettings()));
        }
        return weights;
    }
}
