package dev.plumb.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives attributes of a layer in a block the values of expressions over the block's attributes, the named axes of its inputs and, where a
 * layer is repeated, {@code index}: {@code @Bind("filters, strides = 2 * stride")}. A name alone binds the attribute of that name.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Bind {
    /** Says, where Java wants a value, that the binding decides: {@code @Conv2D(filters = BOUND, kernelSize = 3) @Bind("filters")}. */
    int BOUND = Integer.MIN_VALUE + 1;

    /** Bindings, separated by commas. */
    String[] value();
}
