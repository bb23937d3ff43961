package dev.plumb.dsl.layer;

import dev.plumb.dsl.Interpolation;
import dev.plumb.graph.rule.VariedImageSpec;
import dev.plumb.graph.spec.AttributeChecks;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/**
 * In training, mixes images with what several chains of random variations make of them, such as those of {@link RandAugment} (Hendrycks et al. 2020); otherwise passes
 * images through. All images of a batch have the same choice and the same shares, each is varied by amounts of its own. Each step chooses anew, where Keras
 * chooses when it compiles a model; so a step computes all variations, as often as there are links in all chains. No weights. Drops a mask.
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface AugMix {
    /** The least and the largest number of an image. */
    double[] valueRange() default {0, 255};

    /** How many chains are mixed. */
    int numChains() default 3;

    /** How many variations a chain has at most: each is left out as often as it is any other. */
    int chainDepth() default 3;

    /** The bounds of how strongly images are varied, from 0 to 1, as of {@link RandAugment}; f alone stands for 0 and f. */
    double[] factor() default 0.3;

    /** What the shares are drawn by, above 0: those of the chains from a Dirichlet distribution, that of the image itself from a beta distribution. */
    double alpha() default 1;

    /** Whether brightness, colours, contrast and sharpness are varied too, as by {@link RandAugment}. */
    boolean allOps() default true;

    /** How pixels between pixels are made: NEAREST or BILINEAR. */
    Interpolation interpolation() default Interpolation.BILINEAR;

    /** What only {@link AugMix} knows of its family: its chains, and that colours count where all operations are among them. */
    interface Rule extends VariedImageSpec, AugMixAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            checks.positive("numChains", numChains());
            checks.positive("chainDepth", chainDepth());
            checks.aboveZero("alpha", alpha());
            VariedImageSpec.super.validate(checks);
        }

        @Override
        default boolean usesColors() {
            return allOps();
        }

        @Override
        default List<String> colorAttributes() {
            return List.of("allOps");
        }
    }
}
