package dev.plumb.graph.spec;

import dev.plumb.graph.attribute.AttributeType;
import java.util.Optional;

/**
 * An attribute of a layer annotation that a user declares: of a block, or of a layer in code.
 *
 * @param standard its default, if it has one
 */
public record DeclaredAttribute(String name, AttributeKind kind, Optional<Object> standard) {
    /** Which values it takes. */
    public AttributeType<Object> type() {
        return kind.type();
    }
}
