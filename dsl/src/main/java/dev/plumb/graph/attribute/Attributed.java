package dev.plumb.graph.attribute;

import java.util.Map;
import java.util.Optional;

/** The attributes of an annotation with their values: immutable, compared by value. The implementations are generated. */
public interface Attributed {

    /** Names, types and defaults of the attributes. */
    Definition<?> definition();

    /** The same with another value of one attribute, in any form that {@link AttributeType#read} takes.
     *
     * @throws IllegalArgumentException if there is no such attribute or it takes no such value
     */
    Attributed with(String attribute, Object value);

    /** Names and values, in the order of declaration. */
    default Map<String, Object> attributes() {
        return definition().valuesOf(this);
    }

    /** As {@link #attributes()}, without those that have their default. */
    default Map<String, Object> nonDefaultAttributes() {
        return definition().nonDefaultValuesOf(this);
    }

    /** The first number that no layer, initializer or penalty can work with; what is stated has to be finite, as float32. */
    default Optional<Violation> violation() {
        for (Map.Entry<String, Object> stated : nonDefaultAttributes().entrySet()) {
            for (Object item : AttributeText.items(stated.getValue())) {
                if (item instanceof Double number && !Float.isFinite(number.floatValue())) {
                    return Optional.of(new Violation(stated.getKey(), stated.getValue(), "finite"));
                }
            }
        }
        return Optional.empty();
    }

    /** As a user would write it, without attributes at their default: {@code @Init(HE_NORMAL)}. */
    default String describe() {
        return "@" + definition().name() + AttributeText.arguments(nonDefaultAttributes());
    }
}
