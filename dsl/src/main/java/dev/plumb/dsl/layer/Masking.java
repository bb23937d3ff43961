package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.Rules;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/** Creates a mask over time: a step is padding if all of its features are {@code value}. Padding becomes 0. Keeps the shape. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Masking {
    /** What each feature of a padded step is. */
    double value() default 0.0;

    /** What only {@link Masking} knows: its shape rule. */
    interface Rule extends LayerSpec, MaskingAttributes {
        @Override
        default Inference infer(List<TensorType> inputs) {
            return Rules.first(
                            Rules.rankAtLeast(inputs, 0, 2, "time first, features last"), () -> Rules.floats(inputs, 0))
                    .map(Inference::failure)
                    .orElseGet(() -> Inference.type(inputs.get(0).withMask(true)));
        }
    }
}
