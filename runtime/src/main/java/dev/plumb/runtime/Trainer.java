package dev.plumb.runtime;

import dev.plumb.array.InputException;
import dev.plumb.compile.StepPlan;
import dev.plumb.compile.StepPlans;
import dev.plumb.data.ArrayDataset;
import dev.plumb.data.Batches;
import dev.plumb.data.Dataset;
import dev.plumb.data.Order;
import dev.plumb.data.Structure;
import dev.plumb.dsl.DType;
import dev.plumb.graph.Graph;
import dev.plumb.train.OutputTraining;
import dev.plumb.weights.Seeds;
import dev.plumb.weights.WeightStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Fits and evaluates a model. Made by {@link Network#trainer} or the generated class; for use by one thread.
 *
 * @param <I> the inputs as the user sees them
 * @param <T> the targets as the user sees them
 */
public final class Trainer<I, T> {
    private final Graph graph;
    private final WeightStore weights;
    private final TrainingState state;
    private final Structure<I> inputs;
    private final Structure<T> targets;
    private final List<OutputTraining> outputs;
    private final int[] targetIndex;
    private final StepPlans trainingPlans;
    private final StepPlans evaluationPlans;

    Trainer(
            Graph graph,
            WeightStore weights,
            TrainingState state,
            Structure<I> inputs,
            Structure<T> targets,
            List<OutputTraining> outputs) {
        this.graph = graph;
        this.weights = weights;
        this.state = state;
        this.inputs = inputs;
        this.targets = targets;
        this.outputs = List.copyOf(outputs);
        this.targetIndex = outputs.stream()
                .mapToInt(output -> targets.names().indexOf(output.output()))
                .toArray();
        this.trainingPlans =
                StepPlans.training(graph, outputs, weights, state.update().gradients());
        this.evaluationPlans = StepPlans.evaluation(graph, outputs, weights);
    }

    /**
     * Trains on all examples, as many epochs as the options say, and reports loss and metrics after each.
     *
     * @throws InputException if arrays do not fit the model
     * @throws NonFiniteLossException if the loss is no number any more; the weights are those before that step. Also if a weight is none
     *     at the end of an epoch
     * @throws TrainingInterruptedException at the next step after the thread was interrupted
     */
    public History fit(Dataset<I, T> data, Fit options) {
        Dataset<I, T> training = data;
        Optional<Dataset<?, ?>> validation = options.validationData();
        if (validation.isEmpty() && options.validationSplit() > 0) {
            ArrayDataset.Split<I, T> split = inMemory(data).split(options.validationSplit());
            training = split.training();
            validation = Optional.of(split.validation());
        }
        StepPlans.OfNames trainingSteps = trainingPlans.of(check(training, options.checkInputs()));
        Optional<StepPlans.OfNames> validationSteps =
                validation.map(held -> evaluationPlans.of(check(held, options.checkInputs())));
        long shuffleSeed = options.seed().orElse(Seeds.derive(state.seed(), 1));
        Progress progress = Progress.of(options.verbosity());
        List<History.Epoch> epochs = new ArrayList<>();
        for (int epoch = options.initialEpoch(); epoch < options.epochs(); epoch++) {
            Order order = options.shuffle() ? Order.shuffled(shuffleSeed, epoch) : Order.sequential();
            progress.begin(epoch, options.epochs(), steps(training, options.batchSize()));
            Scores scores = new Scores(graph, outputs);
            Supplier<Map<String, Double>> running = () -> scores.logs("");
            try (Batches batches = training.batches(options.batchSize(), order)) {
                for (int step = 0; batches.next(); step++) {
                    if (Thread.currentThread().isInterrupted()) {
                        throw new TrainingInterruptedException(epoch, step, History.of(epochs));
                    }
                    train(batches, trainingSteps, scores, epoch, step);
                    progress.step(step + 1, running);
                }
            }
            int finished = epoch;
            weights.firstNonFinite().ifPresent(path -> {
                throw new NonFiniteLossException(finished, path);
            });
            Map<String, Double> logs = scores.logs("");
            if (validation.isPresent() && (epoch + 1) % options.validationFrequency() == 0) {
                int batchSize = options.validationBatchSize().orElse(options.batchSize());
                logs.putAll(evaluated(validation.get(), validationSteps.orElseThrow(), batchSize)
                        .logs("val_"));
            }
            progress.end(logs);
            epochs.add(new History.Epoch(epoch, logs));
        }
        return History.of(epochs);
    }

    /** Loss and metrics over all examples, in batches of 32. */
    public Evaluation evaluate(Dataset<I, T> data) {
        return evaluate(data, Fit.defaults().batchSize());
    }

    /**
     * Loss and metrics over all examples.
     *
     * @throws InputException if arrays do not fit the model
     */
    public Evaluation evaluate(Dataset<I, T> data, int batchSize) {
        StepPlans.OfNames plans = evaluationPlans.of(check(data, false));
        return Evaluation.of(evaluated(data, plans, batchSize).logs(""));
    }

    /** One step of training on these examples: their loss and metrics before it. */
    public Evaluation trainOnBatch(I batchInputs, T batchTargets) {
        ArrayDataset<I, T> data = Dataset.of(inputs, batchInputs, targets, batchTargets);
        StepPlans.OfNames plans = trainingPlans.of(check(data, false));
        Scores scores = new Scores(graph, outputs);
        try (Batches batches = data.batches(data.size(), Order.sequential())) {
            while (batches.next()) {
                train(batches, plans, scores, 0, 0);
            }
        }
        return Evaluation.of(scores.logs(""));
    }

    /** The loss and metrics of these examples. */
    public Evaluation testOnBatch(I batchInputs, T batchTargets) {
        ArrayDataset<I, T> data = Dataset.of(inputs, batchInputs, targets, batchTargets);
        return evaluate(data, data.size());
    }

    TrainingState state() {
        return state;
    }

    /** The number of steps that were taken, saved ones included. */
    public long iterations() {
        return state.iteration();
    }

    /** One step with the current batch. */
    private void train(Batches batches, StepPlans.OfNames plans, Scores scores, int epoch, int step) {
        StepPlan plan = plans.get(batches.size());
        fill(plan, batches);
        plan.run((int) Seeds.derive(state.seed(), state.iteration()));
        if (!Float.isFinite(plan.loss())) {
            throw new NonFiniteLossException(epoch, step, plan.loss());
        }
        state.step();
        scores.add(plan, batches.size());
    }

    private Scores evaluated(Dataset<?, ?> data, StepPlans.OfNames plans, int batchSize) {
        Scores scores = new Scores(graph, outputs);
        try (Batches batches = data.batches(batchSize, Order.sequential())) {
            while (batches.next()) {
                StepPlan plan = plans.get(batches.size());
                fill(plan, batches);
                plan.run(0);
                scores.add(plan, batches.size());
            }
        }
        return scores;
    }

    private void fill(StepPlan plan, Batches batches) {
        for (int i = 0; i < graph.inputs().size(); i++) {
            if (graph.inputs().get(i).type().dtype() == DType.FLOAT32) {
                batches.input(i, plan.input(i));
            } else {
                batches.input(i, plan.inputInts(i));
            }
        }
        for (int i = 0; i < targetIndex.length; i++) {
            if (plan.isSparse(i)) {
                batches.target(targetIndex[i], plan.targetInts(i));
            } else {
                batches.target(targetIndex[i], plan.target(i));
            }
        }
    }

    /** Checks data before they are used; the answer is the symbolic sizes that they have. */
    private Map<String, Long> check(Dataset<?, ?> data, boolean finite) {
        if (data instanceof ArrayDataset<?, ?> arrays) {
            InputCheck check = InputCheck.of(graph, finite).inputs(arrays.inputArrays());
            for (int i = 0; i < outputs.size(); i++) {
                check.target(outputs.get(i), arrays.targetArrays().get(targetIndex[i]));
            }
            return check.sizes();
        }
        if (!graph.names().isEmpty()) {
            throw new InputException("model '" + graph.name() + "' has the symbolic sizes " + graph.names()
                    + ", which are read off arrays: give it a data set of arrays, or fixed sizes");
        }
        return Map.of();
    }

    private ArrayDataset<I, T> inMemory(Dataset<I, T> data) {
        if (data instanceof ArrayDataset<I, T> arrays) {
            return arrays;
        }
        throw new InputException(
                "validationSplit needs examples in memory: give validationData for a data set that is read in batches");
    }

    private static int steps(Dataset<?, ?> data, int batchSize) {
        return data.knownSize().isPresent() ? (data.knownSize().getAsInt() + batchSize - 1) / batchSize : -1;
    }
}
