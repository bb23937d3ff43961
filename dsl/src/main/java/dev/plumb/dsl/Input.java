package dev.plumb.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method as an input of the model. The shape is written without the batch axis, as sizes ({@code @Input({28, 28, 1})}) or as one
 * text an axis, where a name is a size that is known only at run time and is the same everywhere in the model
 * ({@code @Input(dims = {"time", "50"})}). Neither means one number an example.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Input {
    /** The sizes of the axes, channels last. */
    int[] value() default {};

    /** One text an axis: digits are a size, anything else a name. */
    String[] dims() default {};

    /** The element type. */
    DType dtype() default DType.FLOAT32;
}
