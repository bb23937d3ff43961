package dev.plumb.graph.rule;

import dev.plumb.graph.shape.Count;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.KernelSpec;
import dev.plumb.graph.spec.Weight;
import java.util.List;

/** The family of transposed convolutions: Conv1DTranspose, Conv2DTranspose, Conv3DTranspose. */
public interface TransposedConvolutionSpec extends WindowedSpec, KernelSpec {
    int filters();

    List<Integer> outputPadding();

    Weight.Settings kernelSettings();

    /** The window over the axes of the result. */
    default TransposedWindow transposedWindow() {
        return TransposedWindow.of(window(), outputPadding());
    }

    @Override
    default void validate(AttributeChecks checks) {
        checks.positive("filters", filters());
        TransposedWindow.check(checks, axes(), kernelSize(), strides(), dilationRate(), padding(), outputPadding());
    }

    @Override
    default Inference infer(List<TensorType> inputs) {
        return transposedWindow().convolution(inputs, filters(), activation());
    }

    /** Its positions are those of the input: each element of the kernel is multiplied there. */
    @Override
    default Count multiplyAdds(List<TensorType> inputs) {
        Shape input = inputs.get(0).shape();
        Count positions = Count.ofProduct(input.dims().subList(0, axes()));
        return kernels(inputs).map(kernel -> Count.of(kernel).times(positions)).reduce(Count.NONE, Count::plus);
    }

    @Override
    default List<Weight> weights(List<TensorType> inputs) {
        Shape kernel = transposedWindow().kernel(inputs, filters());
        return withBias(Dim.of(filters()), Weight.of("kernel", kernel, kernelSettings()));
    }
}
