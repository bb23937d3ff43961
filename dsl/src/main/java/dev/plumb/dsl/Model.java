package dev.plumb.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an interface whose methods are layers and whose parameters are wires: a method named {@code hidden} is the layer {@code hidden}
 * and its output; a parameter named {@code hidden} receives that output. The order of the methods never matters. The processor checks
 * the interface and generates the class {@code <Name>Model}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Model {}
