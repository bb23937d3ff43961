package dev.plumb.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Another model as a layer: a {@code @Model} or {@code @Sequential} in this compilation, or one in a jar that was compiled with the processor. Its
 * losses, metrics and budget do not count here. Each use has weights of its own, under the name of the method; two methods share by
 * {@link SameWeightsAs}.
 *
 * <pre>{@code
 * @Use(ImageEncoder.class) Vec encoded(Image photo);
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Use {
    /** The interface of the model. */
    Class<?> value();

    /** The layers that the model is cut at: what they give is what it gives, and what only others need is left out. None: all of it. */
    String[] upTo() default {};
}
