package dev.plumb.dsl.layer;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A function without weights, written in Java: {@code @Lambda(EuclideanDistance.class) Vec distance(Vec a, Vec b);}. Layers with attributes or weights are
 * annotations of their own, marked {@link dev.plumb.dsl.Layer}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Lambda {
    /**
     * A {@code dev.plumb.layer.LayerCode}, or a {@code LayerCode.Several}, with a constructor without parameters and a {@link dev.plumb.dsl.Signature} on
     * the class.
     */
    Class<?> value();
}
