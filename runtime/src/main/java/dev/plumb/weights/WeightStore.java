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
import dev.plumb.ops.op.ArrayType;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All weights of a model in one block of native memory: first those that are trained, so that an optimizer sees one flat array, then
 * the others. Each starts at a cache line; the gaps stay 0.
 */
public final class WeightStore {
    private static final int LINE = 64 / Float.BYTES;

    private final Map<String, Entry> entries;
    private final Storage storage;
    private final int trainedElements;
    private volatile long version;

    private WeightStore(Map<String, Entry> entries, Storage storage, int trainedElements) {
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
    public record Entry(String path, Weight weight, int offset, boolean trained) {

        public ArrayType type() {
            return new ArrayType(
                    DType.FLOAT32,
                    Arrays.stream(weight.shape().sizes())
                            .mapToObj(Math::toIntExact)
                            .toList());
        }

        /** Its place in bytes. */
        public long byteOffset() {
            return (long) offset * Float.BYTES;
        }
    }

    /**
     * The weights of a graph at their starting values. These depend on the seed, on the wiring and on the weight's place in it: not on
     * the order in which the model was written, nor on its names (of several outputs, the first by name comes first).
     */
    public static WeightStore initialized(Graph graph, long seed) {
        WeightStore store = zeros(graph);
        int layer = 0;
        for (Node node : graph.nodes()) {
            List<Weight> weights = node.weights();
            for (int i = 0; i < weights.size(); i++) {
                Weight weight = weights.get(i);
                store.slot(node.path(weight)).write(drawn(weight, Seeds.derive(Seeds.derive(seed, layer), i)));
            }
            layer += weights.isEmpty() ? 0 : 1;
        }
        return store;
    }

    private static float[] drawn(Weight weight, long seed) {
        long[] sizes = weight.shape().sizes();
        if (weight.parts().isEmpty()) {
            return Initializers.draw(weight.initializer(), sizes, weight.fans(), seed);
        }
        float[] values = new float[Math.toIntExact(weight.parameters())];
        int filled = 0;
        for (int i = 0; i < weight.parts().size(); i++) {
            Weight.Part part = weight.parts().get(i);
            sizes[0] = part.size();
            float[] drawn =
                    Initializers.draw(part.initializer(), sizes, Fans.of(Shape.of(sizes)), Seeds.derive(seed, i));
            System.arraycopy(drawn, 0, values, filled, drawn.length);
            filled += drawn.length;
        }
        return values;
    }

    /** The weights of a graph, all 0: to be filled from a file. */
    public static WeightStore zeros(Graph graph) {
        Map<String, Entry> placed = new HashMap<>();
        int trained = place(graph, true, 0, placed);
        int end = place(graph, false, trained, placed);
        Map<String, Entry> inOrder = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            node.weights().forEach(weight -> inOrder.put(node.path(weight), placed.get(node.path(weight))));
        }
        return new WeightStore(inOrder, Storage.ofFloats(Math.max(end, LINE)), trained);
    }

    private static int place(Graph graph, boolean trained, int start, Map<String, Entry> placed) {
        int offset = start;
        for (Node node : graph.nodes()) {
            for (Weight weight : node.weights()) {
                if ((node.trainable() && weight.trainable()) == trained) {
                    placed.put(node.path(weight), new Entry(node.path(weight), weight, offset, trained));
                    offset += (Math.toIntExact(weight.parameters()) + LINE - 1) / LINE * LINE;
                }
            }
        }
        return offset;
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
                    "there is no weight '" + path + "'" + Similar.hint(path, entries.keySet()));
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
    public int trainedElements() {
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

    /** The places of all weights by their paths. */
    public Bindings bindings() {
        Bindings bindings = Bindings.none();
        for (Entry entry : entries.values()) {
            bindings = bindings.weight(entry.path(), storage, entry.byteOffset());
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
