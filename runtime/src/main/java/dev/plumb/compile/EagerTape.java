package dev.plumb.compile;

import dev.plumb.engine.eager.EagerKernels;
import dev.plumb.engine.eager.EagerRecorder;
import dev.plumb.graph.Graph;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.weights.WeightStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Layers that are executed as they are called. */
public final class EagerTape extends LayerTape {
    private static final long MOST_PLAN_BYTES = 64L << 20;

    private final EagerRecorder recorder;
    private final int seed;
    /** How often the weights had changed when they were first read. */
    private final Map<WeightStore, Long> versions = new HashMap<>();

    /**
     * An empty one.
     *
     * @param training whether layers train: dropout drops, batch normalization uses the batch
     * @param seed makes the dropout masks and the random numbers
     */
    public EagerTape(EagerKernels kernels, boolean training, int seed) {
        super(training);
        this.recorder = new EagerRecorder(kernels);
        this.seed = seed;
    }

    /** Prepared ops of the standard providers, for the tapes of a model. */
    public static EagerKernels kernels(Threads threads) {
        return new EagerKernels(KernelProviders.standard(), threads::ofOp, MOST_PLAN_BYTES);
    }

    /** What executes the ops. */
    @Override
    public EagerRecorder recorder() {
        return recorder;
    }

    @Override
    public Var array(ArrayType type, float... numbers) {
        return recorder.array(type, numbers);
    }

    @Override
    public Var array(ArrayType type, int... numbers) {
        return recorder.array(type, numbers);
    }

    @Override
    public float[] floats(Var value) {
        return recorder.floats(value);
    }

    @Override
    public int[] ints(Var value) {
        return recorder.ints(value);
    }

    @Override
    Var bound(WeightStore.Entry entry) {
        return recorder.bound(entry.type(), entry.block().storage(), entry.byteOffset());
    }

    @Override
    Var seed() {
        return recorder.array(ArrayType.int32(), seed);
    }

    @Override
    public List<Var> call(Graph graph, WeightStore store, List<Var> inputs) {
        versions.putIfAbsent(store, store.version());
        return super.call(graph, store, inputs);
    }

    /**
     * The gradients of a scalar for some values.
     *
     * @throws IllegalStateException if weights that the layers read have changed since: the backward pass would read the new ones
     */
    @Override
    public List<Var> gradients(Var loss, List<Var> values) {
        versions.forEach((store, version) -> {
            if (store.version() != version) {
                throw new IllegalStateException(
                        "weights that this tape has read were changed since, so its gradients would be"
                                + " wrong: take all gradients of a tape before a step, and a new tape for the next step");
            }
        });
        return super.gradients(loss, values);
    }

    /** Frees all values. */
    @Override
    public void close() {
        recorder.close();
        versions.clear();
        super.close();
    }
}
