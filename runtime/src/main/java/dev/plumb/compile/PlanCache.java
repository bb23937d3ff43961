package dev.plumb.compile;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Keeps the last few prepared things by what they were prepared for: batch and sizes. Not safe for use by several threads. */
final class PlanCache<K, V> {
    private final int capacity;
    private final Function<K, V> prepare;
    private final LinkedHashMap<K, V> prepared = new LinkedHashMap<>(16, 0.75f, true);

    PlanCache(int capacity, Function<K, V> prepare) {
        this.capacity = capacity;
        this.prepare = prepare;
    }

    V get(K key) {
        V value = prepared.get(key);
        if (value == null) {
            value = prepare.apply(key);
            prepared.put(key, value);
            if (prepared.size() > capacity) {
                Map.Entry<K, V> eldest = prepared.entrySet().iterator().next();
                prepared.remove(eldest.getKey());
            }
        }
        return value;
    }
}
