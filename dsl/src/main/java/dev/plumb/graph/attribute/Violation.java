package dev.plumb.graph.attribute;

import java.util.Optional;

/**
 * A number that an attribute cannot have, whatever stands around its annotation.
 *
 * @param requirement completes "must be …"
 */
public record Violation(String attribute, Object value, String requirement) {

    /** The violation of a condition, if it does not hold. */
    public static Optional<Violation> unless(boolean condition, String attribute, Object value, String requirement) {
        return condition ? Optional.empty() : Optional.of(new Violation(attribute, value, requirement));
    }
}
