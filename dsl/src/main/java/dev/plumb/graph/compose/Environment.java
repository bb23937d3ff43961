package dev.plumb.graph.compose;

import dev.plumb.graph.expression.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Names with their values: the attributes of a block and the axes of what comes in. */
record Environment(Map<String, Object> values) implements Names {
    /** No names. */
    static final Environment NONE = new Environment(Map.of());

    Environment {
        values = Map.copyOf(values);
    }

    Environment with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Environment(more);
    }

    @Override
    public Optional<Object> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    @Override
    public List<String> known() {
        return values.keySet().stream().sorted().toList();
    }
}
