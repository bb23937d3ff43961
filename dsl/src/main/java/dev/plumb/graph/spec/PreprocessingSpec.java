package dev.plumb.graph.spec;

import dev.plumb.graph.shape.TensorType;
import java.util.List;

/**
 * A layer that is computed in Java, of what a model is fed, before the model runs: for what a processor of numbers is not made for, such as texts
 * and tables whose size the data decide. It takes inputs of the model, and what other such layers give; these, and no others, take strings.
 * It has one output, without gradients and without a mask.
 */
public interface PreprocessingSpec extends LayerSpec {
    @Override
    default List<Weight> weights(List<TensorType> inputs) {
        return List.of();
    }
}
