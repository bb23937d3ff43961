package dev.plumb.runtime;

import dev.plumb.array.NativeArrays;
import dev.plumb.compile.RecurrentStates;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Storage;
import dev.plumb.graph.problem.Similar;
import dev.plumb.weights.Trainability;
import dev.plumb.weights.WeightStore;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The gradients of the loss of one batch, for all weights that are trained. They are copies, which may be changed in place, flat or by path:
 *
 * <pre>{@code
 * BatchGradients gradients = trainer.gradients(batch);
 * gradients.flat().muli(0.5);
 * trainer.apply(gradients);
 * }</pre>
 *
 * Not thread safe.
 */
public final class BatchGradients {
    private final WeightStore weights;
    private final Evaluation evaluation;
    private final Map<String, float[]> moved;
    private final RecurrentStates states;
    private final INDArray flat;
    private final Map<String, INDArray> byPath = new LinkedHashMap<>();

    /**
     * Gradients that are all 0.
     *
     * @param moved what the batch found for moving statistics, by their paths
     * @param states what stateful layers would keep after the batch
     */
    private BatchGradients(
            WeightStore weights,
            Trainability trained,
            Evaluation evaluation,
            Map<String, float[]> moved,
            RecurrentStates states) {
        this.weights = weights;
        this.evaluation = evaluation;
        this.moved = moved;
        this.states = states;
        this.flat = Nd4j.create(DataType.FLOAT, new long[] {Math.max(1, weights.trainableElements())}, 'c');
        for (WeightStore.Entry entry : weights.entries()) {
            if (trained.trains(entry)) {
                INDArray range = flat.get(NDArrayIndex.interval(
                        entry.flat(), entry.flat() + entry.weight().parameters()));
                byPath.put(entry.path(), range.reshape(entry.weight().shape().sizes()));
            }
        }
    }

    /** A copy of what a step has found. */
    static BatchGradients copy(
            WeightStore weights,
            Trainability trained,
            Storage gradients,
            Evaluation evaluation,
            Map<String, float[]> moved,
            RecurrentStates states) {
        BatchGradients copy = new BatchGradients(weights, trained, evaluation, moved, states);
        copy.byPath.keySet().forEach(path -> {
            WeightStore.Entry entry = weights.entry(path);
            copy.write(entry, new Slot(entry.type(), gradients, entry.flatBytes()).borrowFloats());
        });
        return copy;
    }

    private void write(WeightStore.Entry entry, FloatBuffer numbers) {
        NativeArrays.writeAt(numbers, flat, entry.flat());
    }

    /**
     * Writes them to where an optimizer reads them.
     *
     * @param trained at this moment: what was frozen when they were computed has zeros
     */
    void writeTo(Storage gradients, Trainability trained) {
        for (WeightStore.Entry entry : weights.entries()) {
            if (trained.trains(entry)) {
                FloatBuffer place = new Slot(entry.type(), gradients, entry.flatBytes()).borrowFloats();
                if (byPath.containsKey(entry.path())) {
                    NativeArrays.readAt(flat, entry.flat(), place);
                } else {
                    place.put(0, new float[place.capacity()]);
                }
            }
        }
    }

    /**
     * Gives moving statistics the values that the batch has found for them.
     *
     * @param trained at this moment: those of layers that are frozen by now stay
     */
    void assignMoved(Trainability trained) {
        moved.forEach((path, numbers) -> {
            if (!trained.frozen().contains(weights.entry(path).layer())) {
                weights.slot(path).floats().put(numbers);
            }
        });
    }

    /** What stateful layers would keep after the batch. */
    RecurrentStates states() {
        return states;
    }

    /** Whether they are of these weights. */
    boolean isOf(WeightStore store) {
        return weights.equals(store);
    }

    /** Loss and metrics of the batch, before a step. */
    public Evaluation evaluation() {
        return evaluation;
    }

    /** The loss of the batch: weighted, with penalties. */
    public double loss() {
        return evaluation.loss();
    }

    /**
     * All of them in one float32 array of rank 1, in the order of the weights. Between those of two weights there may be some zeros, which fill
     * a line of memory, and frozen weights have zeros.
     */
    public INDArray flat() {
        return flat;
    }

    /** By the paths of the trained weights, of their shapes: views of {@link #flat}. */
    public Map<String, INDArray> byPath() {
        return Collections.unmodifiableMap(byPath);
    }

    /**
     * Those of one weight: a view of {@link #flat}.
     *
     * @throws IllegalArgumentException if there is no trained weight of that path; the message suggests the nearest
     */
    public INDArray get(String path) {
        INDArray gradient = byPath.get(path);
        if (gradient == null) {
            throw new IllegalArgumentException(
                    "there is no trained weight '" + path + "'" + Similar.hint(String.valueOf(path), byPath.keySet()));
        }
        return gradient;
    }

    /** The global norm: the root of the sum of the squares of all. */
    public double norm() {
        return flat.norm2Number().doubleValue();
    }
}
