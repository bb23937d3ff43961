package dev.plumb.graph.build;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Carries a model as it was written in the class that was generated for it, so that a model compiled elsewhere can be used without the
 * names of its parameters or the order of its methods.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface CompiledModel {
    /** The JSON of the model's {@link DraftTree}, in pieces that fit a constant pool. */
    String[] value();
}
