package dev.plumb.graph.attribute;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an annotation that is no layer and has values nevertheless: those of an attribute ({@code @Init}), or what is said about an output or
 * a model. It nests a record {@code Spec} with its attributes as components; the code that this record inherits is generated, as the
 * interface {@code InitAttributes}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.ANNOTATION_TYPE)
public @interface AttributeGroup {}
