package dev.plumb.compile;

import dev.plumb.engine.plan.Storage;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.ops.Recorder;
import dev.plumb.ops.Var;
import dev.plumb.ops.gradient.Gradients;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.RandomNumbers;
import dev.plumb.train.AddedLoss;
import dev.plumb.train.BatchValues;
import dev.plumb.train.OutputTraining;
import dev.plumb.train.Prediction;
import dev.plumb.train.Regularizers;
import dev.plumb.train.SampleLoss;
import dev.plumb.weights.Trainability;
import dev.plumb.weights.WeightStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Layers that code calls one after the other. It knows the weights that they read, wherever these lie, and what they said of their outputs:
 * masks and logits. An {@link EagerTape} computes as they are called, a {@link TracingTape} keeps what is to be computed, for a plan. Not thread
 * safe.
 */
public abstract class LayerTape implements AutoCloseable {
    private final boolean training;
    private final Map<At, Var> weights = new HashMap<>();
    private final Map<At, Var> moved = new HashMap<>();
    private final Map<Integer, Prediction> predictions = new HashMap<>();

    /** What layers in code have added to the loss. */
    private final List<Var> losses = new ArrayList<>();

    private Optional<Var> dropoutSeed = Optional.empty();
    private int dropoutMasks;

    /** Where a weight lies: two models may share one. */
    private record At(Storage storage, long offset) {
        static At of(WeightStore.Entry entry) {
            return new At(entry.block().storage(), entry.byteOffset());
        }
    }

    LayerTape(boolean training) {
        this.training = training;
    }

    /** What takes the ops. */
    public abstract Recorder recorder();

    /** An array of these numbers, row by row. Throws {@link IllegalArgumentException} if their count is not that of the type. */
    public abstract Var array(ArrayType type, float... numbers);

    /** An array of these whole numbers, row by row. Throws {@link IllegalArgumentException} if their count is not that of the type. */
    public abstract Var array(ArrayType type, int... numbers);

    /** A copy of the numbers of a value, row by row. */
    public abstract float[] floats(Var value);

    /** A copy of the whole numbers of a value, row by row. */
    public abstract int[] ints(Var value);

    /** A weight as it is before any layer has moved it. */
    abstract Var bound(WeightStore.Entry entry);

    /** What the dropout masks and random numbers are made from: an int32 scalar. */
    abstract Var seed();

    /** What is recorded from now on is of this layer. */
    void entering(Node node) {}

    /** Whether layers train. */
    public final boolean training() {
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
    public final Prediction prediction(Var value) {
        Prediction known = isOwn(value) ? predictions.get(value.id()) : null;
        return known == null ? Prediction.of(value) : known;
    }

    private boolean isOwn(Var value) {
        return value.recorder().equals(recorder());
    }

    /**
     * States the mask of a value.
     *
     * @throws IllegalArgumentException if one of them belongs to another tape
     */
    public final void mask(Var value, Var mask) {
        for (Var each : List.of(value, mask)) {
            if (!isOwn(each)) {
                throw new IllegalArgumentException(each + " belongs to another tape: a value and its mask are of one");
            }
        }
        Prediction known = prediction(value);
        predictions.put(value.id(), new Prediction(value, known.activation(), known.logits(), Optional.of(mask)));
    }

    /** A weight as the layers of this tape see it. */
    public final Var weight(WeightStore.Entry entry) {
        At at = At.of(entry);
        Var value = moved.get(at);
        return value != null ? value : unmoved(entry);
    }

    /** A weight before any layer has replaced it: what gradients are for. */
    private Var unmoved(WeightStore.Entry entry) {
        return weights.computeIfAbsent(At.of(entry), key -> bound(entry));
    }

    /** Independent draws that follow from the seed of the tape. */
    public final Var random(RandomNumbers.Distribution distribution, List<Integer> shape) {
        RandomNumbers numbers = new RandomNumbers(distribution, shape, dropoutMasks++);
        return recorder().record(numbers, List.of(dropoutSeed())).get(0);
    }

    private Var dropoutSeed() {
        if (dropoutSeed.isEmpty()) {
            dropoutSeed = Optional.of(seed());
        }
        return dropoutSeed.get();
    }

    /** The gradients of a scalar for some values. */
    public List<Var> gradients(Var loss, List<Var> values) {
        return Gradients.of(loss, values);
    }

    /** The gradients of a scalar for all weights that are trained, by their paths; zeros for those that it does not depend on. */
    public final Map<String, Var> gradients(Var loss, WeightStore store, Trainability trainability) {
        List<WeightStore.Entry> trained =
                store.entries().stream().filter(trainability::trains).toList();
        List<Var> gradients =
                gradients(loss, trained.stream().map(this::unmoved).toList());
        Map<String, Var> byPath = new LinkedHashMap<>();
        for (int i = 0; i < trained.size(); i++) {
            byPath.put(trained.get(i).path(), gradients.get(i));
        }
        return byPath;
    }

    /** The loss of a batch: the mean over all samples; where the prediction has a mask, over the valid ones. */
    public final Var loss(SampleLoss loss, Prediction prediction, Var target) {
        return BatchLoss.of(
                loss, prediction, target, loss.perSample(prediction, target), Optional.empty(), Share.WHOLE);
    }

    /** The losses of outputs by their weights, with the penalties of a model: what training makes smaller. */
    public final Var total(
            List<OutputTraining> outputs,
            List<OutputScore> scores,
            List<AddedLoss> added,
            List<Var> addedValues,
            WeightStore store,
            Trainability trainability) {
        TotalLoss total = TotalLoss.of(recorder(), outputs, scores, added, addedValues, Optional.empty());
        return withPenalties(total.total(), store, trainability);
    }

    /** The value of a loss that is added to those of the outputs, a scalar. */
    public static Var added(AddedLoss loss, BatchValues values) {
        return TotalLoss.scalar(loss, values);
    }

    /** The sum of the penalties on all weights that are trained and of what layers in code have added to the loss, a scalar. */
    public final Var penalty(WeightStore store, Trainability trainability) {
        return withPenalties(recorder().constant(0), store, trainability);
    }

    private Var withPenalties(Var start, WeightStore store, Trainability trainability) {
        Var sum = start;
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
    public final Map<String, Var> moved(WeightStore store) {
        Map<String, Var> byPath = new LinkedHashMap<>();
        for (WeightStore.Entry entry : store.entries()) {
            Var value = moved.get(At.of(entry));
            if (value != null) {
                byPath.put(entry.path(), value);
            }
        }
        return byPath;
    }

    /** Forgets all values. */
    @Override
    public void close() {
        weights.clear();
        moved.clear();
        predictions.clear();
        losses.clear();
    }

    /** The values of one call. */
    private final class Source implements GraphSource {
        private final WeightStore store;
        private final Map<String, Var> inputs = new HashMap<>();

        Source(Graph graph, WeightStore store, List<Var> values) {
            this.store = store;
            for (int i = 0; i < values.size(); i++) {
                inputs.put(graph.fed().get(i).name(), values.get(i));
            }
        }

        @Override
        public Recorder recorder() {
            return LayerTape.this.recorder();
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
            return LayerTape.this.weight(store.entry(path));
        }

        @Override
        public Var dropoutSeed() {
            return LayerTape.this.dropoutSeed();
        }

        @Override
        public int nextDropoutStream() {
            return dropoutMasks++;
        }

        @Override
        public void entering(Node node) {
            LayerTape.this.entering(node);
        }
    }
}
