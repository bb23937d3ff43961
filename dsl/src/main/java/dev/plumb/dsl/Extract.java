package dev.plumb.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The generated model has a sub-model of this name, from the inputs that this layer needs to this layer. It shares the weights of the
 * model, predicts, and can be trained itself.
 *
 * <pre>{@code
 * @Dense(units = 32) @Extract("encoder") Vec latent(Vec hidden);
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Extract {
    /** The name of the sub-model. */
    String value();

    /** The layer that it starts behind, or "" for the inputs of the model. */
    String from() default "";
}
