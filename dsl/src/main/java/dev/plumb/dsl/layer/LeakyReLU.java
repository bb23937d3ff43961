package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.ShapeKeepingSpec;
import dev.plumb.graph.spec.AttributeChecks;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** {@code x} where it is above 0, else {@code value · x}. Keeps shape and mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface LeakyReLU {
    /** The slope below 0, at least 0. */
    double value() default 0.3;

    /** What only {@link LeakyReLU} knows of its family: its attributes. */
    interface Rule extends ShapeKeepingSpec, LeakyReLUAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            checks.require(value() >= 0, "value", value(), "at least 0");
        }
    }
}
