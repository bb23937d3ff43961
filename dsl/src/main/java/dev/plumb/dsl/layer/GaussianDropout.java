package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.DropoutSpec;
import dev.plumb.graph.rule.ShapeKeepingSpec;
import dev.plumb.graph.spec.AttributeChecks;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** In training, multiplies each element by a normally distributed number of mean 1 and deviation {@code √(value / (1 - value))}, as much noise as
 * {@link Dropout} makes with this rate (Srivastava et al. 2014, section 10); otherwise passes its input through. Keeps a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface GaussianDropout {
    /** The rate of a dropout that is as noisy, at least 0 and below 1. */
    double value();

    /** What only {@link GaussianDropout} knows of its family: its attributes. */
    interface Rule extends DropoutSpec, ShapeKeepingSpec, GaussianDropoutAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            checks.fractionBelowOne("value", value()); // of 1 the deviation would be infinite
        }
    }
}
