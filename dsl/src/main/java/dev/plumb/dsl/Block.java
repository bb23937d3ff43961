package dev.plumb.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes an annotation a layer of one's own that is wired from other layers: its nested interface {@code Wiring} is written like a
 * {@link Model}, or with {@link Sequential} on it as a straight line. Its attributes are of type int, double, boolean, String, an enum, or arrays of these;
 * {@link Bind} passes them on.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.ANNOTATION_TYPE)
public @interface Block {}
