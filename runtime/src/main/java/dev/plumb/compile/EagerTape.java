package dev.plumb.compile;

import dev.plumb.engine.eager.EagerKernels;
import dev.plumb.engine.eager.EagerRecorder;
import dev.plumb.engine.plan.Storage;
import dev.plumb.graph.Graph;
import dev.plumb.ops.Recorder;
import dev.plumb.ops.Var;
import dev.plumb.ops.gradient.Gradients;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.RandomNumbers;
import dev.plumb.train.Prediction;
import dev.plumb.train.Regularizers;
import dev.plumb.weights.Trainability;
import dev.plumb.weights.WeightStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Layers that are executed as they are called. It knows the weights that they read, wherever these lie, and what they said of their outputs:
 * masks and logits. Not thread safe.
 */
public final class EagerTape implements AutoCloseable {
    private static final long MOST_PLAN_BYTES = 64L << 20;

    private final EagerRecorder recorder;
    private final boolean training;
    private final int seed;
    private final Map<At, Var> weights = new HashMap<>();
    private final Map<At, Var> moved = new HashMap<>();
    private final Map<Integer, Prediction> predictions = new HashMap<>();

    /** What layers in code have added to the loss. */
    private final List<Var> losses = new ArrayList<>();
    /** How often the weights had changed when they were first read. */
    private final Map<WeightStore, Long> versions = new HashMap<>();

    private Optional<Var> dropoutSeed = Optional.empty();
    private int dropoutMasks;

    /** Where a weight lies: two models may share one. */
    private record At(Storage storage, long offset) {
        static At of(WeightStore.Entry entry) {
            return new At(entry.block().storage(), entry.byteOffset());
        }
    }

    /**
     * An empty one.
     *
     * @param training whether layers train: dropout drops, batch normalization uses the batch
     * @param seed makes the dropout masks and the random numbers
     */
    public EagerTape(EagerKernels kernels, boolean training, int seed) {
        this.recorder = new EagerRecorder(kernels);
        this.training = training;
        this.seed = seed;
    }

    /** Prepared ops of the standard providers, for the tapes of a model. */
    public static EagerKernels kernels(Threads threads) {
        return new EagerKernels(KernelProviders.standard(), threads::of, MOST_PLAN_BYTES);
    }

    /** What executes the ops. */
    public EagerRecorder recorder() {
        return recorder;
    }

    /** Whether layers train. */
    public boolean training() {
        return training;
    }

    /**
     * Calls the layers of a graph.
     *
     * @param inputs in the order of the graph, of its types, with the batch axis first
     * @param store has the weights of the graph by their paths
     * @return the outputs, in the order of the graph
     */
    public List<Var> call(Graph graph, WeightStore store, List<Var> inputs) {
        versions.putIfAbsent(store, store.version());
        int batch = inputs.isEmpty() ? 1 : inputs.get(0).size(0);
        TracedGraph traced = TracedGraph.of(graph, new Source(graph, store, inputs), batch, training);
        losses.addAll(traced.losses());
        traced.moved().forEach((path, value) -> moved.put(At.of(store.entry(path)), value));
        List<Var> outputs = new ArrayList<>();
        for (Graph.Output output : graph.outputs()) {
            Prediction prediction = traced.prediction(output);
            predictions.put(prediction.value().id(), prediction);
            outputs.add(prediction.value());
        }
        return outputs;
    }

    /** What is known of a value: its mask, and its logits if a layer ended in an activation. */
    public Prediction prediction(Var value) {
        return predictions.getOrDefault(value.id(), Prediction.of(value));
    }

    /** States the mask of a value. */
    public void mask(Var value, Var mask) {
        Prediction known = prediction(value);
        predictions.put(value.id(), new Prediction(value, known.activation(), known.logits(), Optional.of(mask)));
    }

    /** A weight as the layers of this tape see it. */
    public Var weight(WeightStore.Entry entry) {
        At at = At.of(entry);
        Var value = moved.get(at);
        return value != null
                ? value
                : weights.computeIfAbsent(at, key -> recorder.bound(entry.type(), key.storage(), key.offset()));
    }

    /**
     * The gradients of a scalar for some values.
     *
     * @throws IllegalStateException if weights that the layers read have changed since: the backward pass would read the new ones
     */
    public List<Var> gradients(Var loss, List<Var> values) {
        versions.forEach((store, version) -> {
            if (store.version() != version) {
                throw new IllegalStateException(
                        "weights that this tape has read were changed since, so its gradients would be"
                                + " wrong: take all gradients of a tape before a step, and a new tape for the next step");
            }
        });
        return Gradients.of(loss, values);
    }

    /** The gradients of a scalar for all weights that are trained, by their paths; zeros for those that it does not depend on. */
    public Map<String, Var> gradients(Var loss, WeightStore store, Trainability trainability) {
        List<WeightStore.Entry> trained =
                store.entries().stream().filter(trainability::trains).toList();
        List<Var> gradients = gradients(loss, trained.stream().map(this::weight).toList());
        Map<String, Var> byPath = new LinkedHashMap<>();
        for (int i = 0; i < trained.size(); i++) {
            byPath.put(trained.get(i).path(), gradients.get(i));
        }
        return byPath;
    }

    /** The mean of a loss over all samples; where the prediction has a mask, over the valid ones. */
    public Var mean(Var perSample, Prediction prediction) {
        return StepProgram.mean(perSample, prediction);
    }

    /** The sum of the penalties on all weights that are trained and of what layers in code have added to the loss, a scalar. */
    public Var penalty(WeightStore store, Trainability trainability) {
        Var sum = recorder.constant(0);
        for (Var loss : losses) {
            sum = sum.plus(loss);
        }
        for (WeightStore.Entry entry : store.entries()) {
            if (trainability.trains(entry) && !entry.weight().regularizer().isNone()) {
                sum = sum.plus(Regularizers.penalty(entry.weight().regularizer(), weight(entry)));
            }
        }
        return sum;
    }

    /** The new values of those weights of a model that layers have moved on this tape, by their paths. */
    public Map<String, Var> moved(WeightStore store) {
        Map<String, Var> byPath = new LinkedHashMap<>();
        for (WeightStore.Entry entry : store.entries()) {
            Var value = moved.get(At.of(entry));
            if (value != null) {
                byPath.put(entry.path(), value);
            }
        }
        return byPath;
    }

    /** Independent draws that follow from the seed of the tape. */
    public Var random(RandomNumbers.Distribution distribution, List<Integer> shape) {
        RandomNumbers numbers = new RandomNumbers(distribution, shape, dropoutMasks++);
        return recorder.record(numbers, List.of(dropoutSeed())).get(0);
    }

    private Var dropoutSeed() {
        if (dropoutSeed.isEmpty()) {
            dropoutSeed = Optional.of(recorder.array(ArrayType.int32(), seed));
        }
        return dropoutSeed.get();
    }

    /** Frees all values. */
    @Override
    public void close() {
        recorder.close();
        weights.clear();
        moved.clear();
        predictions.clear();
        losses.clear();
        versions.clear();
    }

    /** The values of one call. */
    private final class Source implements GraphSource {
        private final WeightStore store;
        private final Map<String, Var> inputs = new HashMap<>();

        Source(Graph graph, WeightStore store, List<Var> values) {
            this.store = store;
            for (int i = 0; i < values.size(); i++) {
                inputs.put(graph.inputs().get(i).name(), values.get(i));
            }
        }

        @Override
        public Recorder recorder() {
            return recorder;
        }

        @Override
        public Var input(Graph.Input input) {
            Var value = inputs.get(input.name());
            if (value == null) {
                throw new IllegalArgumentException("there is no value for the input '" + input.name() + "'");
            }
            return value;
        }

        @Override
        public Optional<Var> mask(Graph.Input input) {
            return prediction(input(input)).mask();
        }

        @Override
        public Var weight(String path, ArrayType type) {
            return EagerTape.this.weight(store.entry(path));
        }

        @Override
        public Var dropoutSeed() {
            return EagerTape.this.dropoutSeed();
        }

        @Override
        public int nextDropoutStream() {
            return dropoutMasks++;
        }
    }
}
