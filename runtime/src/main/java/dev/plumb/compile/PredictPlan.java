package dev.plumb.compile;

import dev.plumb.dsl.DType;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.engine.plan.Slot;
import dev.plumb.graph.Graph;
import dev.plumb.weights.WeightStore;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A prepared prediction of one batch size with memory of its own. One thread at a time; its buffers are not to be used once it was given
 * back.
 */
public final class PredictPlan implements Prepared, FedBuffers {
    private final LongSupplier version;
    private final Plan plan;
    private final List<Slot> inputs;
    private final List<Slot> outputs;
    private final boolean[] floats;
    private final FloatBuffer[] inputFloats;
    private final IntBuffer[] inputInts;
    private final IntBuffer dropoutSeed;
    private final FloatBuffer[] outputFloats;

    PredictPlan(Graph graph, WeightStore weights, Sizes sizes) {
        this(PredictProgram.of(graph, sizes), weights, sizes);
    }

    PredictPlan(PredictProgram predict, WeightStore weights, Sizes sizes) {
        this(predict, weights.bindings(predict.weights()), weights::version, sizes);
    }

    /**
     * With weights that lie anywhere.
     *
     * @param version counts the changes of the weights, and keeps them in memory
     */
    PredictPlan(PredictProgram predict, Bindings bindings, LongSupplier version, Sizes sizes) {
        this.version = version;
        this.plan = Plan.prepare(
                predict.program(),
                bindings,
                KernelProviders.ofPrediction(sizes.batch()),
                Threads.ofPrediction(predict.program(), sizes.batch(), sizes.threads()));
        this.inputs = predict.inputs().stream().map(plan::slot).toList();
        this.outputs = predict.outputs().stream().map(plan::output).toList();
        this.floats = new boolean[inputs.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = inputs.get(i).type().dtype() == DType.FLOAT32;
        }
        this.inputFloats = inputs.stream().map(Slot::borrowFloats).toArray(FloatBuffer[]::new);
        this.inputInts = inputs.stream().map(Slot::borrowInts).toArray(IntBuffer[]::new);
        this.dropoutSeed =
                predict.dropoutSeed().map(seed -> plan.slot(seed).borrowInts()).orElseGet(() -> IntBuffer.allocate(1));
        this.outputFloats = outputs.stream().map(Slot::borrowFloats).toArray(FloatBuffer[]::new);
    }

    /** Whether an input is of floats, not of integers. */
    public boolean isFloat(int index) {
        return floats[index];
    }

    /** The number of outputs. */
    public int outputs() {
        return outputs.size();
    }

    /** The memory of an input, to be filled from index 0. */
    @Override
    public FloatBuffer input(int index) {
        return inputFloats[index];
    }

    /** The memory of an input of integers. */
    @Override
    public IntBuffer inputInts(int index) {
        return inputInts[index];
    }

    /** The memory of an output, to be read from index 0 after a run. */
    public FloatBuffer output(int index) {
        return outputFloats[index];
    }

    /** Where an input lies, for who keeps a view of it. */
    public Slot inputSlot(int index) {
        return inputs.get(index);
    }

    /** Where an output lies, for who keeps a view of it. */
    public Slot outputSlot(int index) {
        return outputs.get(index);
    }

    /** The shape of an output, with the batch axis. */
    public List<Integer> outputShape(int index) {
        return outputs.get(index).type().shape();
    }

    /** What the dropout masks of the next run are made from. */
    public void seed(int seed) {
        dropoutSeed.put(0, seed);
    }

    /** Computes the outputs of what the inputs hold. */
    public void run() {
        plan.run(version.getAsLong());
    }

    @Override
    public long nativeBytes() {
        return plan.nativeBytes();
    }

    @Override
    public void close() {
        plan.close();
    }
}
