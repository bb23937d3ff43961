package dev.plumb.dsl.layer;

import dev.plumb.graph.spec.LayerSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an annotation as a layer. What only this layer knows, its shape rule and weights, stands in an interface over its attributes: a
 * family in {@code dev.plumb.graph.rule}, or one that is nested in the annotation and named {@code Rule}. All else follows from the annotation
 * and is generated when it is compiled: for {@code @Dense} the record {@code DenseLayer}, which implements that interface.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.ANNOTATION_TYPE)
public @interface LayerAnnotation {
    /** The rule of the layer. Left out: the nested interface {@code Rule}. */
    Class<? extends LayerSpec> rule() default LayerSpec.class;

    /**
     * Whether it wraps the layer whose annotation stands below it: its rule is a {@link dev.plumb.graph.spec.WrapperSpec}, its record has that
     * layer as its last component.
     */
    boolean wrapper() default false;
}
