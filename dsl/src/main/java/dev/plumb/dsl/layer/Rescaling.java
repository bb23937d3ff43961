package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.ShapeKeepingSpec;
import dev.plumb.graph.spec.AttributeChecks;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** {@code scale · x + offset}: pixels from 0 to 255 become numbers from -1 to 1 by {@code @Rescaling(scale = 1 / 127.5, offset = -1)}. Keeps shape and
 * mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Rescaling {
    /** What each element is multiplied by; not 0. */
    double scale();

    /** What is added then. */
    double offset() default 0;

    /** What only {@link Rescaling} knows of its family: its scale. */
    interface Rule extends ShapeKeepingSpec, RescalingAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            checks.require(
                    scale() != 0,
                    "scale",
                    scale(),
                    "another number than 0, of which nothing is left; in Java 1 / 255 is 0, and 1 / 255.0 is not");
        }
    }
}
