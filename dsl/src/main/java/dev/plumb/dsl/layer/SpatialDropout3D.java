package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.Rules;
import dev.plumb.graph.rule.WindowRules;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/** In training, sets whole channels of (depth, height, width, channels) to 0 with probability {@code value} and scales the others by 1 / (1
 * - value); otherwise passes its input through. Keeps a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface SpatialDropout3D {
    /** The probability of dropping a channel, between 0 and 1. */
    double value();

    /** What only {@link SpatialDropout3D} knows: its shape rule. */
    interface Rule extends LayerSpec, SpatialDropout3DAttributes {
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
            return Rules.first(WindowRules.spatialRank(inputs, 3), () -> Rules.floats(inputs, 0))
                    .map(Inference::failure)
                    .orElseGet(() -> Inference.type(inputs.get(0)));
        }
    }
}
