package dev.plumb.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * In place of a layer: the layer, block, nested model or repetition of another method, with its attributes and its weights. What it takes may
 * differ, its weights may not.
 *
 * <pre>{@code
 * @Dense(units = 64)    Vec left(Vec leftImage);
 * @SameWeightsAs("left") Vec right(Vec rightImage);
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface SameWeightsAs {
    /** The method whose weights are used; it has its own. */
    String value();

    /** Whether the table of an {@code @Embedding} is used as a projection, (…, outputDim) to (…, inputDim). */
    boolean reverse() default false;
}
