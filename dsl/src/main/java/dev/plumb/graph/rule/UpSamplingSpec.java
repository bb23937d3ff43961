package dev.plumb.graph.rule;

import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import java.util.List;

/** The family of layers that enlarge the axes between batch and channels by whole factors. */
public interface UpSamplingSpec extends LayerSpec {
    /** The number of axes between batch and channels. */
    int axes();

    /** A factor for all axes, or one an axis. */
    List<Integer> value();

    /** A factor an axis. */
    default List<Integer> factors() {
        return Window.spread(value(), axes());
    }

    @Override
    default void validate(AttributeChecks checks) {
        checks.positiveSizes("value", value(), axes());
    }

    @Override
    default Inference infer(List<TensorType> inputs) {
        TensorType input = inputs.get(0);
        return Rules.first(WindowRules.spatialRank(inputs, axes()), () -> Rules.floats(inputs, 0))
                .map(Inference::failure)
                .orElseGet(() -> {
                    Shape larger = input.shape();
                    for (int axis = 0; axis < axes(); axis++) {
                        larger = larger.with(
                                axis, larger.dim(axis).times(factors().get(axis)));
                    }
                    return Inference.type(input.withShape(larger).withMask(false));
                });
    }
}
