package dev.plumb.graph.expression;

import java.util.List;
import java.util.Optional;

/** What the names in an expression mean. */
public interface Names {
    /** No name means anything. */
    Names NONE = new Names() {
        @Override
        public Optional<Object> value(String name) {
            return Optional.empty();
        }

        @Override
        public List<String> known() {
            return List.of();
        }
    };

    /** An axis whose size is symbolic where it was asked for. */
    record UnknownSize(String size) {}

    /**
     * A number, a boolean, a string, the constant of an enum, a list of these, or {@link UnknownSize}; empty if the name means nothing.
     */
    Optional<Object> value(String name);

    /** All names that mean something, for suggestions. */
    List<String> known();
}
