package dev.plumb.graph.rule;

import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.LayerSpec;
import java.util.List;

/** The family of layers that put something around the axes between batch and channels, or cut it off. */
public interface MarginsSpec extends LayerSpec {
    /** The number of axes between batch and channels. */
    int axes();

    /** The sides, as {@link Margins#of} reads them. */
    List<Integer> value();

    /** The sides of each axis. */
    default Margins margins() {
        return Margins.of(axes(), value());
    }

    @Override
    default void validate(AttributeChecks checks) {
        Margins.check(checks, "value", axes(), value());
    }
}
