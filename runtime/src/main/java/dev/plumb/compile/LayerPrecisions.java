package dev.plumb.compile;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which layers, by the names of their nodes, multiply in other numbers than float32.
 *
 * @param bfloat16 the layers whose products are of bfloat16
 * @param int8 those that predict in whole numbers of 8 bits
 */
public record LayerPrecisions(Set<String> bfloat16, Set<String> int8) {
    /** All in float32. */
    public static final LayerPrecisions NONE = new LayerPrecisions(Set.of(), Set.of());

    /** Copies the sets. */
    public LayerPrecisions {
        bfloat16 = Set.copyOf(bfloat16);
        int8 = Set.copyOf(int8);
    }

    /** These in bfloat16. */
    public static LayerPrecisions ofBfloat16(Set<String> layers) {
        return new LayerPrecisions(layers, Set.of());
    }

    /** Written out for the sake of a quick start: docs/architecture.md. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LayerPrecisions same && bfloat16.equals(same.bfloat16) && int8.equals(same.int8);
    }

    @Override
    public int hashCode() {
        return 31 * bfloat16.hashCode() + int8.hashCode();
    }
}
