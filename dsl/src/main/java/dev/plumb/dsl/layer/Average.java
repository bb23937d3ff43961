package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.MergingSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The element-wise mean of its inputs. Shapes broadcast as in Keras: aligned at the last axis, sizes equal or 1. The result is masked
 * if every input is; a step is then valid if it is in any. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Average {
    /** It is a merging layer and nothing more. */
    interface Rule extends MergingSpec {}
}
