package dev.plumb.graph.rule;

import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import java.util.List;

/** The family of global poolings: the mean or the largest element over all axes between batch and channels. */
public interface GlobalPoolingSpec extends LayerSpec {
    /** The number of axes that are pooled. */
    int axes();

    boolean keepdims();

    @Override
    default Inference infer(List<TensorType> inputs) {
        return WindowRules.globalPooling(inputs, axes(), keepdims());
    }
}
