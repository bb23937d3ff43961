package dev.plumb.compile;

import dev.plumb.dsl.DType;
import dev.plumb.engine.Program;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.engine.plan.Slot;
import dev.plumb.graph.Graph;
import dev.plumb.weights.WeightStore;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A prepared prediction of Plumb's own engine. */
final class KernelPredictPlan implements PredictPlan {
    private final LongSupplier version;
    private final Plan plan;
    private final boolean isFirst;
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
        this(predict, version, prepared(predict.program(), bindings, sizes), false);
    }

    private KernelPredictPlan(PredictProgram predict, LongSupplier version, Plan plan, boolean isFirst) {
        this.version = version;
        this.plan = plan;
        this.isFirst = isFirst;
        int count = predict.inputs().size();
        this.inputs = new ArrayList<>(count);
        this.floats = new boolean[count];
        this.inputFloats = new FloatBuffer[count];
        this.inputInts = new IntBuffer[count];
        for (int i = 0; i < count; i++) {
            Slot input = plan.slot(predict.inputs().get(i));
            inputs.add(input);
            floats[i] = input.type().dtype() == DType.FLOAT32;
            inputFloats[i] = input.borrowFloats();
            inputInts[i] = input.borrowInts();
        }
        this.dropoutSeed = predict.dropoutSeed().isPresent()
                ? plan.slot(predict.dropoutSeed().get()).borrowInts()
                : IntBuffer.allocate(1);
        this.states = new StatePorts(predict.states(), plan);
        this.outputs = new ArrayList<>();
        this.outputFloats = new FloatBuffer[predict.outputs().size()];
        this.outputInts = new IntBuffer[outputFloats.length];
        for (int i = 0; i < outputFloats.length; i++) {
            Slot output = plan.output(predict.outputs().get(i));
            outputs.add(output);
            outputFloats[i] = output.borrowFloats();
            outputInts[i] = output.borrowInts();
        }
    }

    private static Plan prepared(Program program, Bindings bindings, Sizes sizes) {
        int threads = Threads.ofPrediction(program, sizes.batch(), sizes.threads());
        return Plan.prepare(
                program,
                bindings,
                KernelProviders.ofPrediction(sizes.batch(), Threads.areRowsShared(threads, sizes.threads())),
                threads);
    }

    /** One for the first predictions of a single example, if there is such a plan for them; else as any other. */
    static KernelPredictPlan first(PredictProgram predict, WeightStore weights, Sizes sizes) {
        Bindings bindings = weights.bindings(predict.weights());
        Optional<Plan> first = FirstPredictions.plan(predict.program(), bindings, sizes);
        boolean isFirst = first.isPresent();
        Plan plan = isFirst ? first.get() : prepared(predict.program(), bindings, sizes);
        return new KernelPredictPlan(predict, weights::version, plan, isFirst);
    }

    @Override
    public boolean isFirst() {
        return isFirst;
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
