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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The weights of a model. Those of its own lie in one block of native memory: first those that can be trained, so that an optimizer sees flat
 * arrays, then the others, each at the start of a cache line; the gaps stay 0. Others may lie in the blocks of other models, which then see
 * what this one writes and the other way round.
 */
public final class WeightStore {
    private final Map<String, Entry> entries;
    private final List<WeightBlock> blocks;
    private final long trainableElements;

    private WeightStore(Map<String, Entry> entries, long trainableElements) {
        this.entries = entries;
        Set<WeightBlock> own = new HashSet<>();
        for (Entry entry : entries.values()) {
            own.add(entry.block());
        }
        this.blocks = inOrder(own);
        this.trainableElements = trainableElements;
    }

    /**
     * A weight and its places.
     *
     * @param path its name in the model: {@code hidden/kernel}
     * @param layer the layer that owns it
     * @param type its shape as an array
     * @param block the memory that it lies in
     * @param offset its first element in the block
     * @param flat its first element in the flat arrays of an optimizer; negative if it is never trained
     */
    public record Entry(
            String path, String layer, Weight weight, ArrayType type, WeightBlock block, long offset, long flat) {

        private static ArrayType type(Weight weight) {
            List<Integer> sizes = new ArrayList<>();
            for (long size : weight.shape().sizes()) {
                sizes.add(Math.toIntExact(size));
            }
            return new ArrayType(DType.FLOAT32, sizes);
        }

        /** Whether an optimizer moves it unless its layer is frozen. */
        public boolean trainable() {
            return flat >= 0;
        }

        /** Its place in the block in bytes. */
        public long byteOffset() {
            return offset * Float.BYTES;
        }

        /** Its place in the flat arrays in bytes. */
        public long flatBytes() {
            return flat * Float.BYTES;
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
        return sharing(graph, seed, Map.of());
    }

    /**
     * As {@link #initialized}, but some weights are those of other models: they lie where those lie, at their values. The others are what they
     * would be without.
     *
     * @param shared by the paths that they have in this graph; of the same shapes
     */
    public static WeightStore sharing(Graph graph, long seed, Map<String, Entry> shared) {
        return sharing(graph, seed, shared, 0);
    }

    /**
     * As {@link #sharing(Graph, long, Map)}, of a graph that is a part of a model: its weights start as those of the part do.
     *
     * @param before how many layers with weights the model has before these
     */
    public static WeightStore sharing(Graph graph, long seed, Map<String, Entry> shared, int before) {
        WeightStore store = placed(graph, shared);
        try {
            int layer = before;
            for (Node node : graph.nodes()) {
                List<Weight> weights = node.weights();
                for (int i = 0; i < weights.size(); i++) {
                    Weight weight = weights.get(i);
                    String path = node.path(weight);
                    if (!shared.containsKey(path)) {
                        draw(weight, store.slot(path).floats(), Seeds.derive(Seeds.derive(seed, layer), i));
                    }
                }
                layer += weights.isEmpty() ? 0 : 1;
            }
        } finally {
            Reference.reachabilityFence(store);
        }
        return store;
    }

    private static void draw(Weight weight, FloatBuffer destination, long seed) {
        if (weight.start().isPresent()) {
            weight.start().get().write(destination);
            return;
        }
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
        return placed(graph, Map.of());
    }

    private static WeightStore placed(Graph graph, Map<String, Entry> shared) {
        WeightPlaces places = WeightPlaces.of(graph, shared.keySet());
        // Without weights of its own, a model takes no memory for them.
        boolean own = places.places().size() > shared.size();
        WeightBlock block = new WeightBlock(Storage.ofFloats(own ? places.elements() : 0));
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Map.Entry<String, WeightPlaces.Place> placed : places.places().entrySet()) {
            String path = placed.getKey();
            WeightPlaces.Place place = placed.getValue();
            Entry other = shared.get(path);
            if (other != null && !other.weight().shape().equals(place.weight().shape())) {
                throw new IllegalArgumentException("weight '" + path + "' of model '" + graph.name()
                        + "' has the shape " + place.weight().shape() + ": it cannot be '" + other.path()
                        + "', which has " + other.weight().shape());
            }
            entries.put(
                    path,
                    new Entry(
                            path,
                            place.layer(),
                            place.weight(),
                            Entry.type(place.weight()),
                            other == null ? block : other.block(),
                            other == null ? place.offset() : other.offset(),
                            place.flat()));
        }
        return new WeightStore(entries, places.trainableElements());
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
        return new Slot(entry.type(), entry.block().storage(), entry.byteOffset());
    }

    /** The size of an optimizer's flat arrays, gaps included: of all weights that can be trained, frozen or not. */
    public long trainableElements() {
        return trainableElements;
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
            Entry entry = entry(variable.getKey());
            bindings = bindings.weight(variable.getValue(), entry.block().storage(), entry.byteOffset());
        }
        return bindings;
    }

    /**
     * Takes a step of training, or reads or writes weights as a whole: others see them before it or after it. Waits for a step or a reader in another
     * thread.
     */
    public <R> R betweenSteps(Supplier<R> work) {
        return betweenSteps(blocks, work);
    }

    /** As {@link #betweenSteps(Supplier)}, without a result. */
    public void runBetweenSteps(Runnable work) {
        betweenSteps(() -> {
            work.run();
            return true;
        });
    }

    /** As {@link #betweenSteps(Supplier)}, of these weights and of others. */
    public <R> R betweenSteps(WeightStore other, Supplier<R> work) {
        Set<WeightBlock> both = new HashSet<>(blocks);
        both.addAll(other.blocks);
        return betweenSteps(inOrder(both), work);
    }

    /** All lock in one order, the first first: no two wait for each other. */
    private static <R> R betweenSteps(List<WeightBlock> ordered, Supplier<R> work) {
        Supplier<R> guarded = work;
        for (int i = ordered.size() - 1; i >= 0; i--) {
            WeightBlock block = ordered.get(i);
            Supplier<R> inner = guarded;
            guarded = () -> block.betweenSteps(inner);
        }
        return guarded.get();
    }

    private static List<WeightBlock> inOrder(Set<WeightBlock> blocks) {
        return blocks.size() == 1
                ? List.copyOf(blocks)
                : blocks.stream()
                        .sorted(Comparator.comparingLong(WeightBlock::number))
                        .toList();
    }

    /** The blocks with weights of other layers than these. */
    private List<WeightBlock> blocks(Set<String> frozen) {
        return blocks.size() == 1 || frozen.isEmpty()
                ? blocks
                : entries.values().stream()
                        .filter(entry -> !frozen.contains(entry.layer()))
                        .map(Entry::block)
                        .distinct()
                        .toList();
    }

    /**
     * Counts the changes of the weights, by this model and by those that share them: plans prepare what depends on weights alone again when
     * it has moved.
     */
    public long version() {
        long version = 0;
        for (int i = 0; i < blocks.size(); i++) {
            version += blocks.get(i).version();
        }
        return version;
    }

    /** States that weights were written. Called by whoever writes, after writing. */
    public void changed() {
        for (int i = 0; i < blocks.size(); i++) {
            blocks.get(i).changed();
        }
    }

    /** Does something that moves any weights while no other thread does; see {@link #whileTraining(String, Set, Supplier)}. */
    public <R> R whileTraining(String owner, Supplier<R> work) {
        return whileTraining(owner, Set.of(), work);
    }

    /**
     * Does something that moves weights while no other thread does.
     *
     * @param owner who does it, as messages name it
     * @param frozen layers whose weights it does not move: others may, if these were made with another model
     * @throws IllegalStateException if another thread trains weights that were made with some of these, by this model or by another
     */
    public <R> R whileTraining(String owner, Set<String> frozen, Supplier<R> work) {
        Supplier<R> guarded = work;
        for (WeightBlock block : blocks(frozen)) {
            Supplier<R> inner = guarded;
            guarded = () -> block.whileTraining(owner, inner);
        }
        return guarded.get();
    }

    /**
     * Notes that who trains these weights calls back: callbacks look at a training, and are no other one.
     *
     * @param frozen layers whose weights it does not move
     */
    public void beginCallback(Set<String> frozen) {
        blocks(frozen).forEach(WeightBlock::beginCallback);
    }

    /** Notes that it goes on. */
    public void endCallback() {
        blocks.forEach(WeightBlock::endCallback);
    }

    /**
     * Refuses to train in a callback what is trained.
     *
     * @param owner who would train, as messages name it
     * @param frozen layers whose weights it does not move
     * @throws IllegalStateException if this is called by a callback of who trains some of the others
     */
    public void requireNoCallback(String owner, Set<String> frozen) {
        if (blocks(frozen).stream().anyMatch(WeightBlock::isInCallback)) {
            throw new IllegalStateException(
                    owner + " would train weights in a callback of a fit that trains them: a callback may evaluate and"
                            + " predict, and cannot fit\n"
                            + "  fix     train before or after that fit, or in a step of one's own: trainer.step(…)\n"
                            + "  see     docs/callbacks.md");
        }
    }

    /**
     * Refuses to change what weights are learnt for.
     *
     * @param what would be done, as messages say it
     * @throws IllegalStateException if somebody trains some of them, in any thread
     */
    public void requireUntrained(String what) {
        blocks.stream().filter(WeightBlock::isTrained).findFirst().ifPresent(block -> {
            throw new IllegalStateException(what + " while " + block.trainer()
                    + " is at work: what is learnt would be for other inputs than before; do it before fit, or after");
        });
    }
}
