package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.SpatialDropoutSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** In training, sets whole channels of (depth, height, width, channels) to 0 with probability {@code value} and scales the others by 1 / (1
 * - value); otherwise passes its input through. Keeps a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface SpatialDropout3D {
    /** The probability of dropping a channel, between 0 and 1. */
    double value();

    /** What only {@link SpatialDropout3D} knows of its family: the number of its axes. */
    interface Rule extends SpatialDropoutSpec, SpatialDropout3DAttributes {
        @Override
        default int axes() {
            return 3;
        }
    }
}
