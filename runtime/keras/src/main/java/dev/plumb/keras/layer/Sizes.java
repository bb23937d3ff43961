package dev.plumb.keras.layer;

import dev.plumb.graph.attribute.Attribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sizes for each axis, which Keras writes out and a person says once: {@code (3, 3)} is 3, {@code ((1, 1), (2, 2))} is {@code {1, 2}}, and {@code (-0.2, 0.2)} is 0.2. */
final class Sizes {
    private static final Set<String> MARGINS = Set.of("cropping", "padding");
    private static final Set<String> WINDOWS =
            Set.of("kernel_size", "strides", "pool_size", "dilation_rate", "size", "output_size", "output_padding");

    /** Ranges around 0 that Keras writes and does not take. */
    private static final Set<String> BOTH_SIDES = Set.of("x_factor", "y_factor");

    private Sizes() {}

    /** The default if it says the same, otherwise the shortest list that does. */
    static Object shortest(String option, Attribute<?, ?> attribute, Object value) {
        if (BOTH_SIDES.contains(option)
                && value instanceof List<?> range
                && range.size() == 2
                && range.get(0) instanceof Number least
                && range.get(1) instanceof Number most
                && least.doubleValue() == -most.doubleValue()) {
            return range.subList(1, 2);
        }
        boolean isMargin = MARGINS.contains(option);
        if (!(value instanceof List<?> sizes) || !(isMargin || WINDOWS.contains(option))) {
            return value;
        }
        Object standard = attribute.standard().map(one -> (Object) one).orElse("");
        List<?> shortest = sizes;
        if (isMargin
                && shortest.size() % 2 == 0
                && isOfPairs(shortest)
                && (shortest.size() > 2 || isOfSequences(attribute))) {
            shortest = firsts(shortest);
        }
        if (shortest.equals(standard)) {
            return standard;
        }
        return shortest.stream().distinct().count() == 1 ? shortest.subList(0, 1) : shortest;
    }

    /** Whether two numbers are the sides of one axis: of one axis, the default is one number. */
    private static boolean isOfSequences(Attribute<?, ?> attribute) {
        return attribute.standard().filter(List.of(1)::equals).isPresent();
    }

    private static boolean isOfPairs(List<?> sizes) {
        for (int i = 0; i < sizes.size(); i += 2) {
            if (!sizes.get(i).equals(sizes.get(i + 1))) {
                return false;
            }
        }
        return true;
    }

    private static List<Object> firsts(List<?> sizes) {
        List<Object> firsts = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i += 2) {
            firsts.add(sizes.get(i));
        }
        return firsts;
    }

    /** A pool that moves by its own size says nothing of strides. */
    static void withoutOwnStrides(Map<String, Object> values) {
        if (values.containsKey("poolSize") && values.get("poolSize").equals(values.get("strides"))) {
            values.remove("strides");
        }
    }
}
