package dev.plumb.compile;

import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Storage;
import dev.plumb.ops.Var;
import dev.plumb.train.OutputTraining;
import dev.plumb.weights.WeightStore;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A step whose batch is computed as a whole, or a part of it that is. */
final class WholeStep implements StepPlan {
    private static final FloatBuffer NONE = FloatBuffer.allocate(0);

    private final WeightStore weights;
    private final Plan plan;
    private final boolean[] sparse;
    private final FloatBuffer[] inputFloats;
    private final IntBuffer[] inputInts;
    private final FloatBuffer[] targetFloats;
    private final IntBuffer[] targetInts;
    private final FloatBuffer[] sampleWeights;
    private final FloatBuffer[] lossWeights;
    private final FloatBuffer loss;
    private final FloatBuffer[] addedLosses;
    private final FloatBuffer[] losses;

    /** By output, metric and sum. */
    private final FloatBuffer[][][] metricSums;

    private final IntBuffer dropoutSeed;
    private final FloatBuffer lossScale;
    private final FloatBuffer[] moved;
    private final FloatBuffer[] movedWeights;
    private final List<String> movedPaths;
    private long preparedVersion = -1;

    /** @param bindings of the weights, and of what else does not lie in the plan's own memory */
    WholeStep(StepProgram step, List<OutputTraining> outputs, WeightStore weights, Bindings bindings, int threads) {
        this.weights = weights;
        this.plan = Plan.prepare(step.program(), bindings, KernelProviders.standard(), threads);
        // Inputs and targets are filled by data sets, which may keep the buffer: those views keep the memory. Results
        // are only read here.
        List<Slot> inputs = step.inputs().stream().map(plan::slot).toList();
        this.inputFloats = inputs.stream().map(Slot::floats).toArray(FloatBuffer[]::new);
        this.inputInts = inputs.stream().map(Slot::ints).toArray(IntBuffer[]::new);
        int count = outputs.size();
        this.sparse = new boolean[count];
        this.targetFloats = new FloatBuffer[count];
        this.targetInts = new IntBuffer[count];
        this.sampleWeights = new FloatBuffer[count];
        this.losses = new FloatBuffer[count];
        this.metricSums = new FloatBuffer[count][][];
        for (int i = 0; i < count; i++) {
            OutputScore score = step.scores().get(i);
            Slot target = plan.slot(score.target());
            sparse[i] = outputs.get(i).loss().hasSparseTargets();
            targetFloats[i] = target.floats();
            targetInts[i] = target.ints();
            sampleWeights[i] =
                    score.weights().map(weight -> plan.slot(weight).floats()).orElse(NONE);
            losses[i] = floats(score.loss());
            metricSums[i] = score.metrics().stream()
                    .map(metric -> floats(metric.sums(), value -> value))
                    .toArray(FloatBuffer[][]::new);
        }
        this.lossWeights = step.total().weights().stream()
                .map(weight -> plan.slot(weight).floats())
                .toArray(FloatBuffer[]::new);
        this.addedLosses = floats(step.total().added(), value -> value);
        this.loss = floats(step.loss());
        this.dropoutSeed =
                step.dropoutSeed().map(seed -> plan.slot(seed).ints()).orElseGet(() -> IntBuffer.allocate(1));
        this.lossScale =
                step.lossScale().map(scale -> plan.slot(scale).floats()).orElseGet(() -> FloatBuffer.allocate(1));
        this.moved = floats(step.moved().values(), value -> value);
        this.movedPaths = List.copyOf(step.moved().keySet());
        this.movedWeights = step.moved().keySet().stream()
                .map(path -> weights.slot(path).floats())
                .toArray(FloatBuffer[]::new);
    }

    private FloatBuffer floats(Var variable) {
        return plan.output(variable).borrowFloats();
    }

    private <V> FloatBuffer[] floats(Collection<V> values, Function<V, Var> variable) {
        return values.stream().map(value -> floats(variable.apply(value))).toArray(FloatBuffer[]::new);
    }

    /** Where the weights of a step lie, and in training its gradients: flat, at the places that the weights have there. */
    static Bindings bindings(StepProgram step, WeightStore weights, Optional<Storage> gradients) {
        Bindings bindings = weights.bindings(step.weights());
        if (gradients.isPresent()) {
            bindings = bindings.withChangingWeights();
            for (Map.Entry<String, Var> gradient : step.gradients().entrySet()) {
                long offset = weights.entry(gradient.getKey()).flatBytes();
                bindings = bindings.output(gradient.getValue(), gradients.get(), offset);
            }
        }
        return bindings;
    }

    @Override
    public List<Plan> plans() {
        return List.of(plan);
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
    public boolean isSparse(int index) {
        return sparse[index];
    }

    @Override
    public FloatBuffer target(int index) {
        return targetFloats[index];
    }

    @Override
    public IntBuffer targetInts(int index) {
        return targetInts[index];
    }

    @Override
    public void lossScale(float scale) {
        lossScale.put(0, scale);
    }

    @Override
    public boolean isWeighted(int index) {
        return sampleWeights[index].capacity() > 0;
    }

    @Override
    public FloatBuffer weights(int index) {
        return sampleWeights[index];
    }

    @Override
    public void lossWeight(int index, double weight) {
        lossWeights[index].put(0, (float) weight);
    }

    @Override
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
    public void assignMoved() {
        for (int i = 0; i < moved.length; i++) {
            movedWeights[i].put(0, moved[i], 0, moved[i].capacity());
        }
    }

    @Override
    public Map<String, float[]> moved() {
        Map<String, float[]> copies = new LinkedHashMap<>();
        for (int i = 0; i < moved.length; i++) {
            float[] numbers = new float[moved[i].capacity()];
            moved[i].get(0, numbers);
            copies.put(movedPaths.get(i), numbers);
        }
        return copies;
    }

    @Override
    public long nativeBytes() {
        return plan.nativeBytes();
    }

    @Override
    public void close() {
        plan.close();
    }

    @Override
    public float loss() {
        return loss.get(0);
    }

    @Override
    public float loss(int output) {
        return losses[output].get(0);
    }

    @Override
    public float addedLoss(int index) {
        return addedLosses[index].get(0);
    }

    @Override
    public int sums(int output, int metric) {
        return metricSums[output][metric].length;
    }

    @Override
    public int size(int output, int metric, int sum) {
        return metricSums[output][metric][sum].capacity();
    }

    @Override
    public void addTo(double[] totals, int from, int output, int metric, int sum) {
        FloatBuffer values = metricSums[output][metric][sum];
        for (int i = 0; i < values.capacity(); i++) {
            totals[from + i] += values.get(i);
        }
    }
}
