package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.ShapeKeepingSpec;
import dev.plumb.graph.spec.AttributeChecks;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** {@code x} where it is above {@code threshold}, at most {@code maxValue}; below, {@code negativeSlope · (x - threshold)}, which at its default of 0 is 0. Keeps
 * shape and mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface ReLU {
    /** The largest value of the result, at least 0. Keras calls no limit {@code None}. */
    double maxValue() default Double.POSITIVE_INFINITY;

    /** The slope below the threshold, at least 0. */
    double negativeSlope() default 0.0;

    /** Where the slope changes, at least 0. */
    double threshold() default 0.0;

    /** What only {@link ReLU} knows of its family: its attributes. */
    interface Rule extends ShapeKeepingSpec, ReLUAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            checks.require(maxValue() >= 0, "maxValue", maxValue(), "at least 0");
            checks.require(negativeSlope() >= 0, "negativeSlope", negativeSlope(), "at least 0");
            checks.require(threshold() >= 0, "threshold", threshold(), "at least 0");
        }
    }
}
