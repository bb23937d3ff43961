package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.Rules;
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

/** {@code x} where it is above 0, else {@code value · x}. Keeps shape and mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface LeakyReLU {
    /** The slope below 0, at least 0. */
    double value() default 0.3;

    /** What only {@link LeakyReLU} knows: its shape rule. */
    interface Rule extends LayerSpec, LeakyReLUAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            checks.require(value() >= 0, "value", value(), "at least 0");
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            return Rules.floats(inputs, 0).map(Inference::failure).orElseGet(() -> Inference.type(inputs.get(0)));
        }
    }
}
