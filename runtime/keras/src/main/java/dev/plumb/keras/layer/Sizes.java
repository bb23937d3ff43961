package dev.plumb.keras.layer;

import java.util.List;
import java.util.Set;

/** Sizes for each axis, as people write them: Keras's files have {@code [3, 3]} where its users and ours write 3. */
final class Sizes {
    private static final Set<String> OPTIONS = Set.of(
            "cropping", "dilation_rate", "kernel_size", "output_padding", "padding", "pool_size", "size", "strides");

    private Sizes() {}

    /** The value of an option: one size where all axes have the same. */
    static Object brief(String option, Object value) {
        return OPTIONS.contains(option)
                        && value instanceof List<?> sizes
                        && sizes.size() > 1
                        && sizes.stream().allMatch(sizes.get(0)::equals)
                ? List.of(sizes.get(0))
                : value;
    }
}
