package dev.plumb.graph.rule;

import dev.plumb.dsl.Interpolation;
import dev.plumb.graph.spec.AttributeChecks;
import java.util.List;

/** The family of layers that vary images as several others do, of which they choose at random. */
public interface VariedImageSpec extends ColoredImageSpec, RangedImageSpec {
    /** The bounds of how strongly images are varied. */
    List<Double> factor();

    /** How pixels between pixels are made. */
    Interpolation interpolation();

    @Override
    default void validate(AttributeChecks checks) {
        Bounds.check(checks, "factor", factor(), 0, 1);
        ImageMotionSpec.check(checks, interpolation());
        RangedImageSpec.super.validate(checks);
    }

    @Override
    default boolean takesGray() {
        return true;
    }
}
