package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.RangedImageSpec;
import dev.plumb.graph.spec.AttributeChecks;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Spreads the numbers of each channel of each image such that all occur about equally often around each place (CLAHE, Zuiderveld 1994): by histograms of tiles, between
 * whose middles it mixes linearly. Numbers are counted as bytes from 0 to 255; what is outside of the range is cut off at it. In training and otherwise. No gradient. No
 * weights. Drops a mask.
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface ContrastLimitedAdaptiveHistogramEqualization {
    /** The least and the largest number of an image. */
    double[] valueRange() default {0, 255};

    /**
     * How much more often than all on average a number may count in a tile: what it occurs more often counts for all alike, which limits how much contrast, and noise,
     * grows. 0: there is no limit.
     */
    double clipLimit() default 4;

    /** How many rows and how many columns of tiles an image has; what it lacks to tiles of one size is its mirror image. */
    int[] tileGridSize() default {8, 8};

    /** What only {@link ContrastLimitedAdaptiveHistogramEqualization} knows of its family: its tiles and its limit. */
    interface Rule extends RangedImageSpec, ContrastLimitedAdaptiveHistogramEqualizationAttributes {
        /** As many tiles of 256 bins as indices are exact for. */
        int MOST_TILES = 256;

        @Override
        default void validate(AttributeChecks checks) {
            checks.require(clipLimit() >= 0, "clipLimit", clipLimit(), "0 or more");
            checks.require(
                    tileGridSize().size() == 2
                            && tileGridSize().stream().allMatch(tiles -> tiles >= 1 && tiles <= MOST_TILES),
                    "tileGridSize",
                    tileGridSize(),
                    "the numbers of rows and columns of tiles, each between 1 and " + MOST_TILES);
            RangedImageSpec.super.validate(checks);
        }
    }
}
