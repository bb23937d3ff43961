package dev.plumb.weights;

import dev.plumb.dsl.DType;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Storage;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.problem.Similar;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.spec.Fans;
import dev.plumb.graph.spec.Weight;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All weights of a model in one block of native memory: first those that are trained, so that an optimizer sees one flat array, then
 * the others. Each starts at a cache line; the gaps stay 0.
 */
public final class WeightStore {
    private final Map<String, Entry> entries;
    private final Storage storage;
    private final long trainedElements;
    private volatile long version;

    private WeightStore(Map<String, Entry> entries, Storage storage, long trainedElements) {
        this.entries = entries;
        this.storage = storage;
        this.trainedElements = trainedElements;
    }

    /**
     * A weight and its place.
     *
     * @param path its name in the model: {@code hidden/kernel}
     * @param offset its first element in the block
     * @param trained whether the optimizer moves it
     */
    public record Entry(String path, Weight weight, long offset, boolean trained) {

        public ArrayType type() {
            return new ArrayType(
                    DType.FLOAT32,
                    Arrays.stream(weight.shape().sizes())
                            .mapToObj(Math::toIntExact)
                            .toList());
        }

        /** Its place in bytes. */
        public long byteOffset() {
            return offset * Float.BYTES;
        }
    }

    /**
     * The weights of a graph at their starting values. These depend on the seed, on the wiring and on the weight's place in it: not on
     * the order in which the model was written, nor on its names (of several outputs, the first by name comes first). They are drawn where
     * they lie, not on the Java heap.
     *
     * @throws IllegalArgumentException if one weight takes more than 2^31-1 bytes; nothing was taken then
     */
    public static WeightStore initialized(Graph graph, long seed) {
        WeightStore store = zeros(graph);
        try {
            int layer = 0;
            for (Node node : graph.nodes()) {
                List<Weight> weights = node.weights();
                for (int i = 0; i < weights.size(); i++) {
                    Weight weight = weights.get(i);
                    long weightSeed = Seeds.derive(Seeds.derive(seed, layer), i);
                    draw(weight, store.slot(node.path(weight)).floats(), weightSeed);
                }
                layer += weights.isEmpty() ? 0 : 1;
            }
        } finally {
            Reference.reachabilityFence(store);
        }
        return store;
    }

    private static void draw(Weight weight, FloatBuffer destination, long seed) {
        long[] sizes = weight.shape().sizes();
        if (weight.parts().isEmpty()) {
            Initializers.draw(weight.initializer(), sizes, weight.fans(), seed, destination);
            return;
        }
        int perIndex = destination.capacity() / Math.toIntExact(sizes[0]);
        int from = 0;
        for (int i = 0; i < weight.parts().size(); i++) {
            Weight.Part part = weight.parts().get(i);
            sizes[0] = part.size();
            int count = Math.toIntExact(part.size()) * perIndex;
            Initializers.draw(
                    part.initializer(),
                    sizes,
                    Fans.of(Shape.of(sizes)),
                    Seeds.derive(seed, i),
                    destination.slice(from, count));
            from += count;
        }
    }

    /**
     * The weights of a graph, all 0: to be filled from a file.
     *
     * @throws IllegalArgumentException if one weight takes more than 2^31-1 bytes; nothing was taken then
     */
    public static WeightStore zeros(Graph graph) {
        WeightPlaces places = WeightPlaces.of(graph);
        return new WeightStore(places.entries(), Storage.ofFloats(places.elements()), places.trainedElements());
    }

    /** The weights in the order of the graph. */
    public List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    /**
     * The weight of that path.
     *
     * @throws IllegalArgumentException if there is none; the message suggests the nearest
     */
    public Entry entry(String path) {
        Entry entry = entries.get(path);
        if (entry == null) {
            throw new IllegalArgumentException(
                    "there is no weight '" + path + "'" + Similar.hint(String.valueOf(path), entries.keySet()));
        }
        return entry;
    }

    /** Where a weight lies. */
    public Slot slot(String path) {
        Entry entry = entry(path);
        return new Slot(entry.type(), storage, entry.byteOffset());
    }

    /** The block. */
    public Storage storage() {
        return storage;
    }

    /** The size of the part that the optimizer moves, gaps included. */
    public long trainedElements() {
        return trainedElements;
    }

    /** The path of the first weight that holds NaN or infinity. */
    public Optional<String> firstNonFinite() {
        for (Entry entry : entries.values()) {
            FloatBuffer values = slot(entry.path()).floats();
            for (int i = 0; i < values.capacity(); i++) {
                if (!Float.isFinite(values.get(i))) {
                    return Optional.of(entry.path());
                }
            }
        }
        return Optional.empty();
    }

    /** The places of some weights of a program, given by their paths. */
    public Bindings bindings(Map<String, Var> variables) {
        Bindings bindings = Bindings.none();
        for (Map.Entry<String, Var> variable : variables.entrySet()) {
            bindings = bindings.weight(
                    variable.getValue(), storage, entry(variable.getKey()).byteOffset());
        }
        return bindings;
    }

    /** Counts the changes of the weights: plans prepare what depends on weights alone again when it has moved. */
    public long version() {
        return version;
    }

    /** States that weights were written. Called by whoever writes, after writing; one writer at a time. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer; readers only need to see that it moved
    public void changed() {
        version++;
    }
}
