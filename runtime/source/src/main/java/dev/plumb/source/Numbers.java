package dev.plumb.source;

import dev.plumb.graph.spec.AttributeKind;
import java.util.List;
import java.util.Optional;

/** Values of attributes that a block can leave to its uses: whole numbers, one for all axes where there are several, and others. */
final class Numbers {
    private Numbers() {}

    /** What kind of attribute of a block such a value can be; empty if it can be none. */
    static Optional<AttributeKind> kind(Object value) {
        return number(value).map(number -> number instanceof Integer ? AttributeKind.INT : AttributeKind.DOUBLE);
    }

    /** The number; of a list the one that all of its items are. */
    static Optional<Number> number(Object value) {
        if (value instanceof List<?> items) {
            return !items.isEmpty()
                            && items.get(0) instanceof Integer one
                            && items.stream().allMatch(one::equals)
                    ? Optional.of(one)
                    : Optional.empty();
        }
        return value instanceof Integer || value instanceof Double ? Optional.of((Number) value) : Optional.empty();
    }

    /** The value with one number for all axes, if it is such a list. */
    static Object plain(Object value) {
        return number(value).<Object>map(number -> number).orElse(value);
    }
}
