package dev.plumb.engine.onednn;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The primitives that were used last, for all plans, and what oneDNN refused. A primitive that is dropped here lives on as long as a plan
 * holds it. Thread safe.
 */
final class PrimitiveCache {

    /**
     * What a primitive is specialised to.
     *
     * @param threads how many threads it divides its work among; 0 for as many as OpenMP has when it is made
     * @param references whether it may be oneDNN's reference implementation
     */
    record Key(Description description, int threads, References references) {}

    /** A primitive, or why there is none. */
    private record Entry(@Nullable Primitive primitive, String refusal) {}

    private final int capacity;
    private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long prepared;

    /**
     * An empty cache.
     *
     * @param capacity how many primitives it keeps; one is some ten kilobytes of code and tables
     */
    PrimitiveCache(int capacity) {
        this.capacity = capacity;
    }

    /**
     * The primitive of a key, held for the caller, who lets go of it.
     *
     * @throws Natives.UnsupportedPrimitive if there is none
     */
    Primitive hold(Key key) {
        Entry known = known(key);
        if (known == null) {
            // Outside of the lock: it takes a millisecond at times. Two threads may then prepare the same; one is kept.
            known = keep(key, prepare(key));
        }
        if (known.primitive() == null) {
            throw new Natives.UnsupportedPrimitive(known.refusal());
        }
        return known.primitive();
    }

    /** How many primitives were prepared so far. */
    synchronized long prepared() {
        return prepared;
    }

    private static Entry prepare(Key key) {
        try {
            return new Entry(Primitive.prepare(key.description(), key.references()), "");
        } catch (Natives.UnsupportedPrimitive refused) {
            return new Entry(null, String.valueOf(refused.getMessage()));
        }
    }

    private synchronized @Nullable Entry known(Key key) {
        Entry known = entries.get(key);
        if (known != null && known.primitive() != null) {
            known.primitive().hold();
        }
        return known;
    }

    private synchronized Entry keep(Key key, Entry made) {
        prepared += made.primitive() == null ? 0 : 1;
        Entry other = known(key);
        if (other != null) {
            letGo(made);
            return other;
        }
        entries.put(key, made);
        if (made.primitive() != null) {
            made.primitive().hold();
        }
        if (entries.size() > capacity) {
            Iterator<Entry> eldest = entries.values().iterator();
            letGo(eldest.next());
            eldest.remove();
        }
        return made;
    }

    private static void letGo(Entry entry) {
        if (entry.primitive() != null) {
            entry.primitive().letGo();
        }
    }
}
