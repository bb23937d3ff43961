package dev.plumb.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The shapes that a function for {@code @Lambda} takes and gives, on its class: {@code @Signature("(d), (d) -> (1)")}.
 *
 * <p>Shapes stand in parentheses, without the batch axis. An axis is a number, a name, {@code ...} in front, or arithmetic on names and numbers; one name is
 * one size everywhere. {@code int32 (t)} and {@code bool (t)} are shapes of other elements than float32. Several outputs have names
 * ({@code -> mean: (d), deviation: (d)}), inputs may have roles ({@code query: (t, d), memory: (s, d)}). {@code (t)?} may be left out, {@code (d)+} stands for
 * one or more.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Signature {
    /** Inputs, {@code ->}, outputs. */
    String value();
}
