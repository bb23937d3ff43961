package dev.plumb.graph.compose;

import dev.plumb.graph.Composite.Expansion;
import dev.plumb.graph.shape.TensorType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The last expansions of a composite: it is asked again and again for the same inputs, while fixes are looked for and where equal ones are used. */
final class Expansions<K> {
    private static final int MOST = 64;

    /** What an expansion depends on. */
    private record Key<K>(K composite, List<TensorType> inputs) {}

    private final Map<Key<K>, Expansion> known = new LinkedHashMap<>();

    Expansion of(K composite, List<TensorType> inputs, Function<List<TensorType>, Expansion> expand) {
        Key<K> key = new Key<>(composite, List.copyOf(inputs));
        synchronized (known) {
            Expansion found = known.get(key);
            if (found != null) {
                return found;
            }
        }
        Expansion made = expand.apply(key.inputs());
        synchronized (known) {
            if (known.size() == MOST) {
                known.remove(known.keySet().iterator().next());
            }
            known.put(key, made);
        }
        return made;
    }
}
