package dev.plumb.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A layer, block or model so many times in a row, each with weights of its own. The first parameter goes through all of them, the others to each.
 * The repetitions are named by their numbers: {@code stack/0}, {@code stack/1} …
 *
 * <pre>{@code
 * @Repeat(12) @TransformerBlock(heads = 8) Seq stack(Seq embedded);
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Repeat {
    /** How many, at least 1. */
    int value();

    /** Whether they are side by side: each takes the same, and the output is the list of theirs. */
    boolean parallel() default false;
}
