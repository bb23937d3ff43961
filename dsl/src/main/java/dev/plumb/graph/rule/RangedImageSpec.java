package dev.plumb.graph.rule;

import dev.plumb.graph.spec.AttributeChecks;
import java.util.List;

/** The family of layers that know between which numbers those of an image lie. */
public interface RangedImageSpec extends ImageSpec {
    /** The least and the largest number of an image. */
    List<Double> valueRange();

    @Override
    default void validate(AttributeChecks checks) {
        Bounds.check(checks, "valueRange", valueRange());
    }
}
