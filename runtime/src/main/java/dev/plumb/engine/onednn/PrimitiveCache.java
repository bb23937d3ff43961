package dev.plumb.engine.onednn;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The primitives that plans hold, so that other plans get the same; of those that no plan holds any more, and of what oneDNN refused, the
 * last used ones. Thread safe.
 */
final class PrimitiveCache {

    /**
     * What a primitive is specialised to.
     *
     * @param threads how many threads it divides its work among
     * @param references whether it may be oneDNN's reference implementation
     */
    record Key(Description description, int threads, References references) {
        /** Written out for the sake of a quick start: docs/architecture.md. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key
                    && threads == key.threads
                    && references == key.references
                    && description.equals(key.description);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * description.hashCode() + threads) + references.hashCode();
        }
    }

    /** A primitive, or why there is none. */
    private record Entry(@Nullable Primitive primitive, String refusal) {}

    /** What an entry takes beside its primitive. */
    private static final long ENTRY_BYTES = 1 << 10;

    private final long capacity;
    private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long prepared;

    /**
     * An empty cache.
     *
     * @param capacity how many bytes it keeps of what no plan holds
     */
    PrimitiveCache(long capacity) {
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
            return new Entry(Primitive.prepare(key.description(), key.threads(), key.references()), "");
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
        dropEldest();
        return made;
    }

    private void dropEldest() {
        long bytes = 0;
        for (Entry entry : entries.values()) {
            bytes += unusedBytes(entry);
        }
        Iterator<Entry> eldest = entries.values().iterator();
        while (bytes > capacity && eldest.hasNext()) {
            Entry entry = eldest.next();
            long unused = unusedBytes(entry);
            if (unused > 0) {
                bytes -= unused;
                eldest.remove();
                letGo(entry);
            }
        }
    }

    /** What an entry holds that no plan needs. Others can let go of a primitive meanwhile, but only this gives it away. */
    private static long unusedBytes(Entry entry) {
        if (entry.primitive() == null) {
            return ENTRY_BYTES;
        }
        return entry.primitive().isShared()
                ? 0
                : ENTRY_BYTES + entry.primitive().bytes();
    }

    private static void letGo(Entry entry) {
        if (entry.primitive() != null) {
            entry.primitive().letGo();
        }
    }
}
