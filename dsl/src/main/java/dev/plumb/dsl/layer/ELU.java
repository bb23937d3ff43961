package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.ShapeKeepingSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** {@code x} where it is above 0, else {@code value · (e^x - 1)} (Clevert et al. 2015). Keeps shape and mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface ELU {
    /** What large negative numbers come close to, with the opposite sign. */
    double value() default 1.0;

    /** What only {@link ELU} knows of its family: nothing more. */
    interface Rule extends ShapeKeepingSpec, ELUAttributes {}
}
