package dev.plumb.compile;

import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Storage;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a decoder keeps of earlier steps: the keys and values of attentions, (examples, heads, room, size), and the states of recurrent layers, (examples, size). Rows
 * behind the last step are 0: what an attention does not see must be finite.
 */
final class DecodeMemory {
    private static final int CACHE_RANK = 4;

    private final int longest;
    private final Map<String, Storage> places = new HashMap<>();
    private final List<Rows> caches = new ArrayList<>();
    private final List<FloatBuffer> states = new ArrayList<>();
    private final float[] zeros = new float[1024];

    /** So many heads of all examples, each with rows of a size one below the other. */
    private record Rows(FloatBuffer floats, int heads, int size) {}

    /** Nothing yet, with room for so many steps. */
    DecodeMemory(int longest) {
        this.longest = longest;
    }

    /** These and the places of what a program keeps, by its names: the same in each program of the decoder. */
    Bindings bind(Bindings bindings, Map<String, Var> memories) {
        Bindings bound = bindings;
        for (Map.Entry<String, Var> memory : memories.entrySet()) {
            ArrayType type = memory.getValue().type();
            Storage place = places.computeIfAbsent(memory.getKey(), name -> take(type));
            bound = bound.weight(memory.getValue(), place, 0);
        }
        return bound;
    }

    private Storage take(ArrayType type) {
        if (type.rank() < CACHE_RANK) {
            Storage storage = Storage.ofFloats(type.elements());
            states.add(borrowed(storage));
            return storage;
        }
        int heads = type.product(0, 2);
        int size = type.size(-1);
        Storage storage = Storage.ofFloats((long) heads * longest * size);
        caches.add(new Rows(borrowed(storage), heads, size));
        return storage;
    }

    private static FloatBuffer borrowed(Storage storage) {
        return storage.borrow(0, storage.bytes()).asFloatBuffer();
    }

    /** Whether it keeps something that cannot be taken back to an earlier step. */
    boolean hasStates() {
        return !states.isEmpty();
    }

    /** Lays caches of some steps out anew, with more room. */
    void grow(int steps, int from, int to) {
        for (int i = 0; i < caches.size(); i++) {
            Rows rows = caches.get(i);
            // From the last on: each moves behind where those before it lie.
            for (int head = rows.heads() - 1; head > 0; head--) {
                rows.floats()
                        .put(head * to * rows.size(), rows.floats(), head * from * rows.size(), steps * rows.size());
            }
            for (int head = 0; head < rows.heads(); head++) {
                clear(rows.floats(), (head * to + steps) * rows.size(), (to - steps) * rows.size());
            }
        }
    }

    /** Forgets some steps. */
    void forget(int begin, int end, int capacity) {
        for (int i = 0; i < caches.size(); i++) {
            Rows rows = caches.get(i);
            for (int head = 0; head < rows.heads(); head++) {
                clear(rows.floats(), (head * capacity + begin) * rows.size(), (end - begin) * rows.size());
            }
        }
    }

    /** Lets states begin anew. */
    void clearStates() {
        for (int i = 0; i < states.size(); i++) {
            clear(states.get(i), 0, states.get(i).capacity());
        }
    }

    private void clear(FloatBuffer floats, int from, int count) {
        for (int done = 0; done < count; done += zeros.length) {
            floats.put(from + done, zeros, 0, Math.min(zeros.length, count - done));
        }
    }

    long bytes() {
        return places.values().stream().mapToLong(Storage::bytes).sum();
    }

    /** Gives the memory back; nothing that was bound to it may run any more. */
    void free() {
        places.values().forEach(Storage::free);
    }
}
