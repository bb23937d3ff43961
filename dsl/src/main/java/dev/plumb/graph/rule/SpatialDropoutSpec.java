package dev.plumb.graph.rule;

import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import java.util.List;

/** The family of dropouts of whole channels. */
public interface SpatialDropoutSpec extends LayerSpec {
    /** The number of axes between batch and channels. */
    int axes();

    /** The fraction of channels that is dropped. */
    double value();

    @Override
    default void validate(AttributeChecks checks) {
        checks.fraction("value", value());
    }

    @Override
    default boolean isDropout() {
        return true;
    }

    @Override
    default Inference infer(List<TensorType> inputs) {
        return Rules.first(WindowRules.spatialRank(inputs, axes()), () -> Rules.floats(inputs, 0))
                .map(Inference::failure)
                .orElseGet(() -> Inference.type(inputs.get(0)));
    }
}
