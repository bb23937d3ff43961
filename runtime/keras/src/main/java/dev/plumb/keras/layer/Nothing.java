package dev.plumb.keras.layer;

import java.util.List;
import java.util.Set;

/** Defaults that stand for nothing, which Keras calls {@code None}: no list, no limit, no number. */
final class Nothing {
    /** Attributes whose default is a number that is none. */
    private static final Set<String> NUMBERS =
            Set.of("valueDim", "slidingWindow", "maxTokens", "outputSequenceLength", "numBins");

    private Nothing() {}

    static boolean isNothing(Object standard) {
        return standard instanceof Number || standard instanceof List<?>;
    }

    /** Whether an attribute says nothing with this default. */
    static boolean isSaidBy(Object standard, String attribute) {
        return standard instanceof List<?> list
                ? list.isEmpty()
                : standard.equals(Double.POSITIVE_INFINITY) || NUMBERS.contains(attribute);
    }
}
