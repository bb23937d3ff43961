package dev.plumb.graph.rule;

import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Inference;
import java.util.List;

/** The family of dropouts of whole channels. */
public interface SpatialDropoutSpec extends DropoutSpec {
    /** The number of axes between batch and channels. */
    int axes();

    @Override
    default Inference infer(List<TensorType> inputs) {
        return Rules.first(WindowRules.spatialRank(inputs, axes()), () -> Rules.floats(inputs, 0))
                .map(Inference::failure)
                .orElseGet(() -> Inference.type(inputs.get(0)));
    }
}
