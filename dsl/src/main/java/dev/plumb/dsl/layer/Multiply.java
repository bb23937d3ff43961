package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.MergingSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The element-wise product of its inputs. Shapes broadcast as in Keras: aligned at the last axis, sizes equal or 1. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Multiply {
    /** What only {@link Multiply} knows: what the masks of its inputs say counts. */
    interface Rule extends MergingSpec {
        @Override
        default boolean usesMask() {
            return true;
        }
    }
}
