package dev.plumb.graph.rule;

import dev.plumb.dsl.FillMode;
import dev.plumb.dsl.Interpolation;
import dev.plumb.graph.spec.AttributeChecks;

/** The family of layers that move images, each by a random amount, and keep their size. */
public interface ImageMotionSpec extends ImageSpec {
    /** What lies around an image. */
    FillMode fillMode();

    /** How pixels between pixels are made. */
    Interpolation interpolation();

    /** The number around an image with {@link FillMode#FILL_VALUE}. */
    double fillValue();

    @Override
    default void validate(AttributeChecks checks) {
        check(checks, interpolation());
    }

    /** Requires an interpolation by which images are moved. */
    static void check(AttributeChecks checks, Interpolation interpolation) {
        checks.require(
                interpolation == Interpolation.NEAREST || interpolation == Interpolation.BILINEAR,
                "interpolation",
                interpolation,
                "NEAREST or BILINEAR");
    }
}
