package dev.plumb.graph.rule;

import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.LayerSpec;

/** The family of layers that drop at random in training. */
public interface DropoutSpec extends LayerSpec {
    /** The fraction that is dropped. */
    double value();

    @Override
    default void validate(AttributeChecks checks) {
        checks.fraction("value", value());
    }

    @Override
    default boolean isDropout() {
        return true;
    }
}
