package dev.plumb.keras.layer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** For which elements a dropout decides at once: in Keras with the batch axis and {@code null} for each element on its own, here without it and with -1. */
final class NoiseShape {
    private static final int EACH = -1;

    private NoiseShape() {}

    static List<Integer> read(Object given) throws NoCounterpart {
        List<@Nullable Object> sizes = Json.items(given);
        if (sizes.isEmpty() || sizes.get(0) != null) {
            throw new NoCounterpart(Json.shown(given) + ": its first axis is that of the examples, and has to be null");
        }
        List<Integer> shape = new ArrayList<>();
        for (Object size : sizes.subList(1, sizes.size())) {
            shape.add(size instanceof Number number ? number.intValue() : EACH);
        }
        return shape;
    }

    static @Nullable Object write(List<?> shape) {
        if (shape.isEmpty()) {
            return null;
        }
        List<@Nullable Object> sizes = new ArrayList<>(Collections.singletonList(null));
        shape.forEach(size -> sizes.add(size.equals(EACH) ? null : size));
        return sizes;
    }
}
