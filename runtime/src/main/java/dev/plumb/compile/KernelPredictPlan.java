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

/** A prepared prediction of Plumb's own engine. */
final class KernelPredictPlan implements PredictPlan {
    private final LongSupplier version;
    private final Plan plan;
    private final List<Slot> inputs;
    private final List<Slot> outputs;
    private final boolean[] floats;
    private final FloatBuffer[] inputFloats;
    private final IntBuffer[] inputInts;
    private final IntBuffer dropoutSeed;
    private final FloatBuffer[] outputFloats;
    private final IntBuffer[] outputInts;
    private final StatePorts states;

    KernelPredictPlan(Graph graph, WeightStore weights, Sizes sizes) {
        this(PredictProgram.of(graph, sizes), weights, sizes);
    }

    KernelPredictPlan(PredictProgram predict, WeightStore weights, Sizes sizes) {
        this(predict, weights.bindings(predict.weights()), weights::version, sizes);
    }

    /**
     * With weights that lie anywhere.
     *
     * @param version counts the changes of the weights, and keeps them in memory
     */
    KernelPredictPlan(PredictProgram predict, Bindings bindings, LongSupplier version, Sizes sizes) {
        this.version = version;
        int threads = Threads.ofPrediction(predict.program(), sizes.batch(), sizes.threads());
        this.plan = Plan.prepare(
                predict.program(),
                bindings,
                KernelProviders.ofPrediction(sizes.batch(), Threads.areRowsShared(threads, sizes.threads())),
                threads);
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
        this.states = new StatePorts(predict.states(), plan);
        this.outputFloats = outputs.stream().map(Slot::borrowFloats).toArray(FloatBuffer[]::new);
        this.outputInts = outputs.stream().map(Slot::borrowInts).toArray(IntBuffer[]::new);
    }

    @Override
    public boolean isFloat(int index) {
        return floats[index];
    }

    @Override
    public int threads() {
        return plan.threads();
    }

    @Override
    public int inputs() {
        return inputs.size();
    }

    @Override
    public int outputs() {
        return outputs.size();
    }

    @Override
    public FloatBuffer input(int index) {
        return inputFloats[index];
    }

    @Override
    public IntBuffer inputInts(int index) {
        return inputInts[index];
    }

    @Override
    public boolean isFloatOutput(int index) {
        return outputs.get(index).type().dtype() == DType.FLOAT32;
    }

    @Override
    public FloatBuffer output(int index) {
        return outputFloats[index];
    }

    @Override
    public IntBuffer outputInts(int index) {
        return outputInts[index];
    }

    @Override
    public FloatBuffer lastingInput(int index) {
        return inputs.get(index).floats();
    }

    @Override
    public IntBuffer lastingInputInts(int index) {
        return inputs.get(index).ints();
    }

    @Override
    public FloatBuffer lastingOutput(int index) {
        return outputs.get(index).floats();
    }

    @Override
    public IntBuffer lastingOutputInts(int index) {
        return outputs.get(index).ints();
    }

    @Override
    public List<Integer> outputShape(int index) {
        return outputs.get(index).type().shape();
    }

    @Override
    public void seed(int seed) {
        dropoutSeed.put(0, seed);
    }

    @Override
    public boolean isStateful() {
        return !states.isEmpty();
    }

    @Override
    public void readStates(RecurrentStates from) {
        states.read(from, 0, 1);
    }

    @Override
    public void writeStates(RecurrentStates to) {
        states.write(to, 0, 1);
    }

    @Override
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
