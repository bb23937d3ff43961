package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.MergingSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The largest of its inputs, element by element; masked steps of an input do not count.
 * Shapes broadcast as in Keras: aligned at the last axis, sizes equal or 1. The result is masked if every input is;
 * a step is then valid if it is in any. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Maximum {
    /** What only {@link Maximum} knows: what the masks of its inputs say counts. */
    interface Rule extends MergingSpec {
        @Override
        default boolean usesMask() {
            return true;
        }
    }
}
