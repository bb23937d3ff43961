package dev.plumb.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Keeps a step of a block only where a condition over the block's attributes and the named axes of its inputs holds. A step that is left out passes
 * its first parameter on, and steps that only it needed are left out with it.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface When {
    /** The condition: {@code c != filters or stride > 1}. */
    String value();
}
