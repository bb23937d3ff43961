package dev.plumb.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Wires a parameter explicitly and leaves its own name free to say its role: {@code @From("wide") Vec query}. {@code "lstm.state"} picks
 * one output of a layer that has several.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.PARAMETER)
public @interface From {
    /** The name of a layer or input of the model, or that name, a dot and the name of an output. */
    String value();
}
