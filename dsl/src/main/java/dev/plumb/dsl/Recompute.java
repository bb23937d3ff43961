package dev.plumb.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Training keeps nothing of what is computed inside of this layer, block, repetition or model, and computes it again when the gradients need it: a step takes less memory and more
 * time, and gives the same bits. Of a repetition each one by itself: {@code @Recompute @Repeat(12) @EncoderBlock Seq blocks(Seq x);}. Of what lies in one another the outer one
 * counts. Predictions are as without it.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Recompute {}
