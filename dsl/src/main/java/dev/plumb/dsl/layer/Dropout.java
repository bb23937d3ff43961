package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.DropoutSpec;
import dev.plumb.graph.rule.Rules;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Inference;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/** In training, sets each element to 0 with probability {@code value} and scales the others by 1 / (1 - value); otherwise passes its input
 * through. Keeps a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Dropout {
    /** The probability of dropping an element, between 0 and 1. */
    double value();

    /** Where an axis is 1 one decision holds for the whole axis, where it is -1 each element has its own; without the batch axis. Empty: all on their own. */
    int[] noiseShape() default {};

    /** What only {@link Dropout} knows: its shape rule. */
    interface Rule extends DropoutSpec, DropoutAttributes {
        @Override
        default Inference infer(List<TensorType> inputs) {
            return Rules.first(Rules.floats(inputs, 0), () -> Rules.noiseShapeFits(inputs.get(0), noiseShape()))
                    .map(Inference::failure)
                    .orElseGet(() -> Inference.type(inputs.get(0))
                            .assuming(Rules.noiseShapeAssumptions(inputs.get(0), noiseShape())));
        }
    }
}
