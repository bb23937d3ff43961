package dev.plumb.dsl.layer;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an annotation as a layer: a nested record named {@code Spec} holds its attributes (same names, same defaults), its shape rule and
 * its weights.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.ANNOTATION_TYPE)
public @interface LayerAnnotation {
    /**
     * Whether it wraps the layer whose annotation stands below it: its {@code Spec} is a {@link dev.plumb.graph.spec.WrapperSpec} and has that
     * layer as its last component.
     */
    boolean wrapper() default false;
}
