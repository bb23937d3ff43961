package dev.plumb.source;

import dev.plumb.dsl.Bind;
import dev.plumb.graph.Draft;
import dev.plumb.graph.attribute.Attribute;
import dev.plumb.graph.spec.AttributeKind;
import dev.plumb.graph.spec.DeclaredAttribute;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The numbers in which stretches of layers differ: attributes of their block, each as few times as possible. */
final class BlockAttributes {
    /** The names that an attribute of a block cannot have: words of expressions, and the axes of its input. */
    private static final Set<String> RESERVED =
            Set.of("index", "and", "or", "not", "h", "w", "c", "d", "time", "depth", "x", "Wiring", "value");

    /** By their names, with the value that each stretch has. */
    private final Map<String, List<Number>> values = new LinkedHashMap<>();

    /** By the place of the layer in a stretch, what is bound. */
    private final Map<Integer, List<String>> bindings = new LinkedHashMap<>();

    private final Map<Integer, LayerSpec> layers = new LinkedHashMap<>();

    /**
     * Compares stretches.
     *
     * @param stretches the layers of each
     * @param names what the layers are called in the block
     */
    BlockAttributes(List<List<Draft.Step>> stretches, List<String> names) {
        for (int place = 0; place < names.size(); place++) {
            LayerSpec layer = stretches.get(0).get(place).layer().orElseThrow();
            List<String> bound = new ArrayList<>();
            for (Attribute<?, ?> attribute : layer.definition().attributes()) {
                Optional<List<Number>> numbers = differing(stretches, place, attribute.name());
                if (numbers.isPresent()) {
                    String expression = expression(attribute.name(), names.get(place), numbers.get());
                    bound.add(expression.equals(attribute.name()) ? expression : attribute.name() + " = " + expression);
                    layer = layer.with(attribute.name(), unbound(layer, attribute));
                }
            }
            bindings.put(place, bound.isEmpty() ? List.of() : List.of(String.join(", ", bound)));
            layers.put(place, layer);
        }
    }

    private static Optional<List<Number>> differing(List<List<Draft.Step>> stretches, int place, String attribute) {
        List<Number> numbers = new ArrayList<>();
        for (List<Draft.Step> stretch : stretches) {
            Object value = stretch.get(place).layer().orElseThrow().attributes().get(attribute);
            Optional<Number> number = value == null ? Optional.empty() : Numbers.number(value);
            number.ifPresent(numbers::add);
        }
        return numbers.size() == stretches.size() && new HashSet<>(numbers).size() > 1
                ? Optional.of(numbers)
                : Optional.empty();
    }

    /** What the layer says where the binding decides: its default, or that there is none. */
    private static Object unbound(LayerSpec layer, Attribute<?, ?> attribute) {
        if (attribute.standard().isPresent()) {
            return attribute.standard().get();
        }
        Object value = layer.attributes().get(attribute.name());
        return value instanceof List<?>
                ? List.of(Bind.BOUND)
                : value instanceof Double ? (Object) (double) Bind.BOUND : Bind.BOUND;
    }

    /** An attribute with these values, a multiple of one, or a new one. */
    private String expression(String attribute, String layer, List<Number> numbers) {
        for (Map.Entry<String, List<Number>> known : values.entrySet()) {
            int factor = factor(known.getValue(), numbers);
            if (factor == 1) {
                return known.getKey();
            }
            if (factor > 1) {
                return factor + " * " + known.getKey();
            }
        }
        String name = values.containsKey(attribute) || RESERVED.contains(attribute)
                ? layer + attribute.substring(0, 1).toUpperCase(Locale.ROOT) + attribute.substring(1)
                : attribute;
        String unique = JavaNames.unique(name, taken -> values.containsKey(taken) || RESERVED.contains(taken));
        values.put(unique, numbers);
        return unique;
    }

    /** How many times as large all of the others are; 0 if that differs. */
    private static int factor(List<Number> ones, List<Number> others) {
        if (ones.equals(others)) {
            return 1;
        }
        int factor = 0;
        for (int i = 0; i < ones.size(); i++) {
            if (!(ones.get(i) instanceof Integer one)
                    || !(others.get(i) instanceof Integer other)
                    || one < 1
                    || other % one != 0
                    || (factor != 0 && other / one != factor)) {
                return 0;
            }
            factor = other / one;
        }
        return factor;
    }

    int count() {
        return values.size();
    }

    List<DeclaredAttribute> declared() {
        List<DeclaredAttribute> declared = new ArrayList<>();
        values.forEach((name, numbers) -> declared.add(new DeclaredAttribute(
                name, numbers.get(0) instanceof Integer ? AttributeKind.INT : AttributeKind.DOUBLE, Optional.empty())));
        return declared;
    }

    /** The values of one stretch. */
    Map<String, Object> of(int stretch) {
        Map<String, Object> of = new LinkedHashMap<>();
        values.forEach((name, numbers) -> of.put(name, numbers.get(stretch)));
        return of;
    }

    /** The layer at a place of the block. */
    LayerSpec layer(int place) {
        return layers.get(place);
    }

    /** What is bound there. */
    List<String> bindings(int place) {
        return bindings.getOrDefault(place, List.of());
    }
}
