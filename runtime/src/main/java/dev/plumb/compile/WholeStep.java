package dev.plumb.compile;

import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.KernelProvider;
import dev.plumb.engine.plan.Plan;
import dev.plumb.ops.Var;
import dev.plumb.train.OutputTraining;
import dev.plumb.weights.WeightStore;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A step whose batch is computed as a whole, or a part of it that is. */
final class WholeStep implements StepPlan {
    private final WeightStore weights;
    private final Plan plan;
    private final StepBuffers inputs;
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
    private final StatePorts states;

    /** @param bindings of the weights, and of what else does not lie in the plan's own memory */
    WholeStep(
            StepProgram step,
            List<OutputTraining> outputs,
            WeightStore weights,
            Bindings bindings,
            List<KernelProvider> providers,
            int threads) {
        this.weights = weights;
        this.plan = Plan.prepare(step.program(), bindings, providers, threads);
        this.inputs = new StepBuffers(step, outputs, plan::slot);
        int count = outputs.size();
        this.losses = new FloatBuffer[count];
        this.metricSums = new FloatBuffer[count][][];
        for (int i = 0; i < count; i++) {
            OutputScore score = step.scores().get(i);
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
        this.states = new StatePorts(step.states(), plan);
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
    static Bindings bindings(StepProgram step, WeightStore weights, Optional<GradientArray> gradients) {
        Bindings bindings = weights.bindings(step.weights());
        if (gradients.isPresent()) {
            bindings = bindings.withChangingWeights();
            for (Map.Entry<String, Var> gradient : step.gradients().entrySet()) {
                long offset = weights.entry(gradient.getKey()).flatBytes();
                bindings = bindings.output(gradient.getValue(), gradients.get().storage(), offset);
            }
        }
        return bindings;
    }

    /** Who makes the kernels of a step: those that write rows of gradients note that. */
    static List<KernelProvider> providers(StepProgram step, WeightStore weights, Optional<GradientArray> gradients) {
        List<KernelProvider> providers = new ArrayList<>();
        gradients.ifPresent(array -> providers.add(array.kernels(step.program(), step.gradients(), weights)));
        providers.addAll(KernelProviders.standard());
        return providers;
    }

    @Override
    public List<Stretch> stretches() {
        return List.of(Stretch.inTurn(List.of(plan)));
    }

    @Override
    public StepInputs inputs() {
        return inputs;
    }

    @Override
    public void lossScale(float scale) {
        lossScale.put(0, scale);
    }

    @Override
    public void lossWeight(int index, double weight) {
        lossWeights[index].put(0, (float) weight);
    }

    @Override
    public boolean isStateful() {
        return !states.isEmpty();
    }

    @Override
    public void readStates(RecurrentStates from) {
        readStates(from, 0, 1);
    }

    @Override
    public void writeStates(RecurrentStates to) {
        writeStates(to, 0, 1);
    }

    /** Begins with the states of the examples of a part. */
    void readStates(RecurrentStates from, int part, int parts) {
        states.read(from, part, parts);
    }

    /** Keeps the states of the examples of a part. */
    void writeStates(RecurrentStates to, int part, int parts) {
        states.write(to, part, parts);
    }

    @Override
    public void run(int seed) {
        dropoutSeed.put(0, seed);
        plan.run(weights.version());
    }

    /** How many stages a run has: between them parts of a batch tell each other something. */
    int stages() {
        return plan.stages();
    }

    /** A stage of a run; the first begins it. */
    void stage(int index, int seed) {
        if (index == 0) {
            dropoutSeed.put(0, seed);
            plan.begin(weights.version());
        }
        plan.stage(index);
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
