package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.ShapeKeepingSpec;
import dev.plumb.graph.spec.AttributeChecks;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Passes its input through and adds a penalty on it to the loss, in training and evaluation: {@code (l1 · Σ|x| + l2 · Σx²) / batch size}. Keeps shape and
 * mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface ActivityRegularization {
    /** The factor of the sum of absolute values, at least 0. */
    double l1() default 0.0;

    /** The factor of the sum of squares, at least 0. */
    double l2() default 0.0;

    /** What only {@link ActivityRegularization} knows of its family: its attributes. */
    interface Rule extends ShapeKeepingSpec, ActivityRegularizationAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            checks.require(l1() >= 0, "l1", l1(), "at least 0");
            checks.require(l2() >= 0, "l2", l2(), "at least 0");
        }
    }
}
