package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.Rules;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
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

/** Repeats a vector over time: (features) to (value, features). Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface RepeatVector {
    /** The number of steps. */
    int value();

    /** What only {@link RepeatVector} knows: its shape rule. */
    interface Rule extends LayerSpec, RepeatVectorAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            checks.positive("value", value());
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            TensorType input = inputs.get(0);
            return Rules.first(Rules.rank(inputs, 0, 1, "features"), () -> Rules.floats(inputs, 0))
                    .map(Inference::failure)
                    .orElseGet(() -> {
                        Shape repeated =
                                new Shape(List.of(Dim.of(value()), input.shape().last()));
                        return Inference.type(input.withShape(repeated).withMask(false));
                    });
        }
    }
}
