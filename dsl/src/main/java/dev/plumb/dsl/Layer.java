package dev.plumb.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes an annotation a layer of one's own whose body is code. The signature says which shapes it takes and gives, so that it is checked without being
 * run:
 *
 * <pre>{@code
 * @Layer(signature = "(..., d) -> (..., units)", code = ScaledDense.Code.class)
 * public @interface ScaledDense {
 *     int units();
 *     double scale() default 1.0;
 *
 *     final class Code implements LayerCode { … }
 * }
 * }</pre>
 *
 * Its attributes are of type int, double, boolean, String, an enum, arrays of these, or {@link Init}, {@link Regularizer} and {@link Constraint}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.ANNOTATION_TYPE)
public @interface Layer {
    /** The shapes without the batch axis: {@code (t, d), (d) -> (t, units)}; see {@link Signature}. */
    String signature();

    /** A {@code dev.plumb.layer.LayerCode}, or a {@code LayerCode.Several}, with a constructor that takes the attributes. */
    Class<?> code();

    /** Whether the mask of the first input is passed on; otherwise it ends here. */
    boolean supportsMasking() default false;
}
