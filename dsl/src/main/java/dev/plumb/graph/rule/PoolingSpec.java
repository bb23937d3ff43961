package dev.plumb.graph.rule;

import dev.plumb.dsl.Padding;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import java.util.List;

/** The family of poolings: the mean or the largest element of each window, over one to three axes. */
public interface PoolingSpec extends LayerSpec {
    /** The number of axes that the window covers. */
    int axes();

    List<Integer> poolSize();

    List<Integer> strides();

    Padding padding();

    /** The window over the axes between batch and channels. */
    default Window window() {
        return Window.pooling(axes(), poolSize(), strides(), padding());
    }

    @Override
    default void validate(AttributeChecks checks) {
        WindowRules.checkPooling(checks, axes(), poolSize(), strides(), padding());
    }

    @Override
    default Inference infer(List<TensorType> inputs) {
        return WindowRules.pooling(inputs, window());
    }
}
