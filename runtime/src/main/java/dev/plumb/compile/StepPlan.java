package dev.plumb.compile;

import dev.plumb.engine.Program;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Storage;
import dev.plumb.graph.Graph;
import dev.plumb.train.OutputTraining;
import dev.plumb.weights.WeightStore;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.List;

/** A prepared step of one batch size, of training or of evaluation: loss and metrics, and for training the gradients. */
public final class StepPlan implements Prepared {
    private final WeightStore weights;
    private final Plan plan;
    private final boolean[] sparse;
    private final FloatBuffer[] inputFloats;
    private final IntBuffer[] inputInts;
    private final FloatBuffer[] targetFloats;
    private final IntBuffer[] targetInts;
    private final FloatBuffer loss;
    private final FloatBuffer[] losses;
    private final FloatBuffer[][] metricSums;
    private final FloatBuffer[][] metricCounts;
    private final IntBuffer dropoutSeed;
    private long preparedVersion = -1;

    private StepPlan(
            Graph graph,
            List<OutputTraining> outputs,
            WeightStore weights,
            Program program,
            Bindings bindings,
            Sizes sizes) {
        this.weights = weights;
        int threads = Threads.of(program, sizes.batch(), sizes.threads());
        this.plan = Plan.prepare(program, bindings, KernelProviders.standard(), threads);
        // Inputs and targets are filled by data sets, which may keep the buffer: those views keep the memory. Results
        // are only read here.
        List<Slot> inputs = graph.inputs().stream()
                .map(input -> plan.input(TracedGraph.inputName(input.name())))
                .toList();
        this.inputFloats = inputs.stream().map(Slot::floats).toArray(FloatBuffer[]::new);
        this.inputInts = inputs.stream().map(Slot::ints).toArray(IntBuffer[]::new);
        int count = outputs.size();
        this.sparse = new boolean[count];
        this.targetFloats = new FloatBuffer[count];
        this.targetInts = new IntBuffer[count];
        this.losses = new FloatBuffer[count];
        this.metricSums = new FloatBuffer[count][];
        this.metricCounts = new FloatBuffer[count][];
        for (int i = 0; i < count; i++) {
            OutputTraining output = outputs.get(i);
            String name = output.output();
            Slot target = plan.input(Programs.targetName(name));
            sparse[i] = output.loss().hasSparseTargets();
            targetFloats[i] = target.floats();
            targetInts[i] = target.ints();
            losses[i] = plan.output(Programs.lossName(name)).borrowFloats();
            metricSums[i] = new FloatBuffer[output.metrics().size()];
            metricCounts[i] = new FloatBuffer[output.metrics().size()];
            for (int m = 0; m < output.metrics().size(); m++) {
                metricSums[i][m] = plan.output(Programs.metricSum(name, m)).borrowFloats();
                metricCounts[i][m] = plan.output(Programs.metricCount(name, m)).borrowFloats();
            }
        }
        this.loss = plan.output(Programs.LOSS).borrowFloats();
        boolean drops = program.values().stream().anyMatch(value -> value.name().equals(TracedGraph.DROPOUT_SEED));
        this.dropoutSeed = drops ? plan.input(TracedGraph.DROPOUT_SEED).ints() : IntBuffer.allocate(1);
    }

    /** A step that scores. */
    public static StepPlan evaluation(Graph graph, List<OutputTraining> outputs, WeightStore weights, Sizes sizes) {
        Program program = Programs.evaluate(graph, outputs, weights, sizes.batch());
        return new StepPlan(graph, outputs, weights, program, weights.bindings(), sizes);
    }

    /** A step that scores and writes the gradients, flat, at the places that the weights have in their store. */
    public static StepPlan training(
            Graph graph, List<OutputTraining> outputs, WeightStore weights, Storage gradients, Sizes sizes) {
        Program program = Programs.train(graph, outputs, weights, sizes.batch());
        Bindings bindings = weights.bindings().withChangingWeights();
        for (WeightStore.Entry entry : weights.entries()) {
            if (entry.trained()) {
                bindings = bindings.output(Programs.gradientName(entry.path()), gradients, entry.byteOffset());
            }
        }
        return new StepPlan(graph, outputs, weights, program, bindings, sizes);
    }

    /** The kernels, to measure them. */
    public Plan plan() {
        return plan;
    }

    public FloatBuffer input(int index) {
        return inputFloats[index];
    }

    public IntBuffer inputInts(int index) {
        return inputInts[index];
    }

    /** Whether the targets of an output are class indices, to be written to {@link #targetInts}. */
    public boolean isSparse(int index) {
        return sparse[index];
    }

    public FloatBuffer target(int index) {
        return targetFloats[index];
    }

    public IntBuffer targetInts(int index) {
        return targetInts[index];
    }

    /** Computes what the inputs and targets hold; the seed makes the dropout masks of this step. */
    public void run(int seed) {
        dropoutSeed.put(0, seed);
        long version = weights.version();
        if (version != preparedVersion) {
            plan.weightsChanged();
            preparedVersion = version;
        }
        plan.run();
    }

    @Override
    public long nativeBytes() {
        return plan.nativeBytes();
    }

    @Override
    public void close() {
        plan.close();
    }

    /** The total loss of the batch: weighted, with penalties. */
    public float loss() {
        return loss.get(0);
    }

    /** The loss of one output, unweighted. */
    public float loss(int output) {
        return losses[output].get(0);
    }

    /** The sum of a metric over the samples of the batch. */
    public float metricSum(int output, int metric) {
        return metricSums[output][metric].get(0);
    }

    /** The number of samples that it is the sum of. */
    public float metricCount(int output, int metric) {
        return metricCounts[output][metric].get(0);
    }
}
