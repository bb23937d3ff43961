package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.ShapeKeepingSpec;
import dev.plumb.graph.spec.AttributeChecks;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** In training, adds normally distributed numbers of mean 0 and deviation {@code value}, another for each element; otherwise passes its input
 * through. Keeps a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface GaussianNoise {
    /** The standard deviation, between 0 and 1. */
    double value();

    /** What only {@link GaussianNoise} knows of its family: its attributes. */
    interface Rule extends ShapeKeepingSpec, GaussianNoiseAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            checks.fraction("value", value());
        }
    }
}
