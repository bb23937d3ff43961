package dev.plumb.runtime;

import dev.plumb.compile.EagerTape;
import dev.plumb.compile.Execution;
import dev.plumb.compile.GradientArray;
import dev.plumb.compile.RecurrentStates;
import dev.plumb.compile.Scoring;
import dev.plumb.compile.StepPlan;
import dev.plumb.compile.StepPlans;
import dev.plumb.data.Batches;
import dev.plumb.data.Dataset;
import dev.plumb.data.Order;
import dev.plumb.engine.eager.EagerKernels;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Storage;
import dev.plumb.graph.Graph;
import dev.plumb.ops.Var;
import dev.plumb.train.OutputTraining;
import dev.plumb.weights.Trainability;
import dev.plumb.weights.WeightStore;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The gradients of the loss of each output by itself, by plans that are prepared when they are first asked for. Not thread safe. */
final class OutputGradients {
    private final Graph graph;
    private final Intake intake;
    private final List<OutputTraining> outputs;
    private final WeightStore weights;
    private final RecurrentStates states;
    private final EagerKernels kernels;
    private final Storage gradients;
    private final List<StepPlans> plans = new ArrayList<>();

    OutputGradients(
            Graph graph,
            Intake intake,
            List<OutputTraining> outputs,
            WeightStore weights,
            Execution execution,
            RecurrentStates states,
            EagerKernels kernels) {
        this.graph = graph;
        this.intake = intake;
        this.outputs = outputs.stream()
                .map(output -> new OutputTraining(output.output(), output.loss(), 1, List.of()))
                .toList();
        this.weights = weights;
        this.states = states;
        this.kernels = kernels;
        this.gradients = Storage.ofFloats(Math.max(1, weights.trainableElements()));
        GradientArray shared = new GradientArray(gradients);
        this.outputs.forEach(
                output -> plans.add(StepPlans.training(graph, List.of(output), weights, shared, execution, false)));
    }

    /**
     * Their norms for a batch; no weight moves.
     *
     * @param seed of dropout masks, which are the same for all outputs
     * @param lossWeights of the outputs
     */
    GradientNorms norms(Dataset<?, ?> batch, Trainability trained, long seed, ToDoubleFunction<String> lossWeights) {
        Map<String, float[]> penalties = penalties(trained);
        Map<String, Map<String, Double>> norms = new LinkedHashMap<>();
        for (int i = 0; i < outputs.size(); i++) {
            Feed feed = Feed.of(graph, intake, List.of(outputs.get(i)), batch);
            StepPlans.OfNames prepared = plans.get(i).of(feed.check(false));
            try (Batches batches = feed.batches(batch.knownSize().orElseThrow(), Order.sequential())) {
                batches.next();
                StepPlan plan = prepared.get(batches.size(), trained.frozen(), Scoring.STATED);
                feed.fill(plan.inputs(), batches);
                states.look(plan, (int) seed);
            }
            String output = outputs.get(i).output();
            norms.put(output, norms(trained, penalties, lossWeights.applyAsDouble(output)));
        }
        return GradientNorms.of(norms);
    }

    private Map<String, Double> norms(Trainability trained, Map<String, float[]> penalties, double lossWeight) {
        Map<String, Double> squares = new LinkedHashMap<>();
        for (WeightStore.Entry entry : weights.entries()) {
            if (trained.trains(entry)) {
                FloatBuffer numbers = new Slot(entry.type(), gradients, entry.flatBytes()).borrowFloats();
                float[] penalty = penalties.get(entry.path());
                double sum = 0;
                for (int i = 0; i < numbers.capacity(); i++) {
                    double number = numbers.get(i) - (penalty == null ? 0.0 : penalty[i]);
                    sum += number * number;
                }
                squares.merge(entry.layer(), sum, Double::sum);
            }
        }
        squares.replaceAll((layer, sum) -> Math.abs(lossWeight) * Math.sqrt(sum));
        return squares;
    }

    /** What the gradients of a plan have beside those of the loss of its output. */
    private Map<String, float[]> penalties(Trainability trained) {
        boolean isPenalized = weights.entries().stream()
                .anyMatch(entry ->
                        trained.trains(entry) && !entry.weight().regularizer().isNone());
        if (!isPenalized) {
            return Map.of();
        }
        Map<String, float[]> penalties = new LinkedHashMap<>();
        try (GradientTape tape = new GradientTape(kernels, Phase.INFERENCE, 0)) {
            EagerTape recorded = tape.tape();
            Var penalty = recorded.penalty(weights, trained);
            recorded.gradients(penalty, weights, trained).forEach((path, gradient) -> {
                if (!weights.entry(path).weight().regularizer().isNone()) {
                    penalties.put(path, recorded.recorder().floats(gradient));
                }
            });
        }
        return penalties;
    }
}
