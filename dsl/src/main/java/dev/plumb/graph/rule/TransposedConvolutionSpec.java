package dev.plumb.graph.rule;

import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.Weight;
import java.util.ArrayList;
import java.util.List;

/** The family of transposed convolutions: Conv1DTranspose, Conv2DTranspose. */
public interface TransposedConvolutionSpec extends WindowedSpec {
    int filters();

    List<Integer> outputPadding();

    Weight.Settings kernelSettings();

    /** The window over the axes of the result. */
    default TransposedWindow window() {
        return TransposedWindow.of(
                Window.of(axes(), kernelSize(), strides(), dilationRate(), padding()), outputPadding());
    }

    @Override
    default void validate(AttributeChecks checks) {
        checks.positive("filters", filters());
        TransposedWindow.check(checks, axes(), kernelSize(), strides(), dilationRate(), padding(), outputPadding());
    }

    @Override
    default Inference infer(List<TensorType> inputs) {
        return window().convolution(inputs, filters(), activation());
    }

    @Override
    default List<Weight> weights(List<TensorType> inputs) {
        List<Weight> weights = new ArrayList<>();
        weights.add(Weight.of("kernel", window().kernel(inputs, filters()), kernelSettings()));
        if (useBias()) {
            weights.add(Weight.of("bias", Shape.of(filters()), biasSettings()));
        }
        return weights;
    }
}
