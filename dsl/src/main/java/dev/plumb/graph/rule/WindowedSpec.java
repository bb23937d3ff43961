package dev.plumb.graph.rule;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Padding;
import dev.plumb.graph.shape.Count;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What all convolutions have, over however many axes: a window, an activation at the end, a bias. */
public interface WindowedSpec extends LayerSpec {
    /** The number of axes that the window covers. */
    int axes();

    List<Integer> kernelSize();

    List<Integer> strides();

    List<Integer> dilationRate();

    Padding padding();

    ActivationFunction activation();

    boolean useBias();

    Weight.Settings biasSettings();

    /** The window over the axes between batch and channels. */
    default Window window() {
        return Window.of(axes(), kernelSize(), strides(), dilationRate(), padding());
    }

    /** The kernels, each element of which is multiplied once at each position of the window. */
    default Stream<Shape> kernels(List<TensorType> inputs) {
        return weights(inputs).stream().map(Weight::shape).filter(shape -> shape.rank() > 1);
    }

    @Override
    default Count multiplyAdds(List<TensorType> inputs) {
        Count positions = window().positions(inputs.get(0).shape());
        return kernels(inputs).map(kernel -> Count.of(kernel).times(positions)).reduce(Count.NONE, Count::plus);
    }

    /** These kernels, and a bias for each of so many channels if there is one. */
    default List<Weight> withBias(Dim channels, Weight... kernels) {
        List<Weight> weights = new ArrayList<>(List.of(kernels));
        if (useBias()) {
            weights.add(Weight.of("bias", new Shape(List.of(channels)), biasSettings()));
        }
        return weights;
    }

    @Override
    default String finalActivationAttribute() {
        return "activation";
    }
}
