package dev.plumb.runtime;

import dev.plumb.array.InputException;
import dev.plumb.compile.Sizes;
import dev.plumb.compile.StepPlan;
import dev.plumb.compile.StepPlans;
import dev.plumb.compile.StepReplay;
import dev.plumb.compile.Threads;
import dev.plumb.data.ArrayDataset;
import dev.plumb.data.Batches;
import dev.plumb.data.Dataset;
import dev.plumb.data.Order;
import dev.plumb.data.PowersOfTwo;
import dev.plumb.data.Structure;
import dev.plumb.graph.Graph;
import dev.plumb.ops.NonFinite;
import dev.plumb.train.OutputTraining;
import dev.plumb.weights.Seeds;
import dev.plumb.weights.Trainability;
import dev.plumb.weights.WeightStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
    private final Freezing freezing;
    private final TransferNotice notice;
    private final Runnable onStep;

    /** What was frozen when the training that runs began: the weights of the others are its own meanwhile. */
    private Set<String> held = Set.of();

    private final StepPlans trainingPlans;
    private final StepPlans evaluationPlans;
    private final SoleUse use;

    Trainer(
            Freezing freezing,
            TransferNotice notice,
            WeightStore weights,
            Threads threads,
            TrainingState state,
            Structure<I> inputs,
            Structure<T> targets,
            List<OutputTraining> outputs,
            Runnable onStep) {
        this.graph = freezing.declared();
        this.freezing = freezing;
        this.notice = notice;
        Feed.inputs(graph, inputs.names());
        Feed.targets(graph, outputs, targets);
        this.weights = weights;
        this.state = state;
        this.inputs = inputs;
        this.targets = targets;
        this.outputs = List.copyOf(outputs);
        this.onStep = onStep;
        this.use = new SoleUse("the trainer of model '" + graph.name() + "'");
        this.trainingPlans =
                StepPlans.training(graph, outputs, weights, state.update().gradients(), threads);
        this.evaluationPlans = StepPlans.evaluation(graph, outputs, weights, threads);
    }

    /**
     * Trains on all examples, as many epochs as the options say, and reports loss and metrics after each. The arrays of the data set go to
     * the inputs and outputs of the model by their names.
     *
     * <p>The random orders of the epochs follow one another over all calls, also after the model was saved and loaded: five calls with one
     * epoch are one call with five. {@link Fit#initialEpoch} skips those before it where they were trained elsewhere. An epoch that did not
     * end is not counted.
     *
     * @throws InputException if names or arrays do not fit the model
     * @throws NonFiniteLossException if the loss is no number any more; the weights are those before that step. Also if a weight is none
     *     at the end of an epoch
     * @throws TrainingInterruptedException at the next step after the thread was interrupted
     * @throws IllegalStateException if the trainer is at work already, another thread trains the same weights, or all layers are frozen
     */
    public History fit(Dataset<I, T> data, Fit options) {
        Objects.requireNonNull(data, "the data set is null");
        Objects.requireNonNull(options, "the options are null: Fit.defaults() are one epoch");
        return training(() -> fitted(data, options));
    }

    /** Moves weights: alone on this trainer, and on the weights, which other trainers and other models may have as well. */
    private <R> R training(Supplier<R> work) {
        return use.of(() -> {
            if (freezing.isAll()) {
                throw new IllegalStateException("all layers of model '" + graph.name()
                        + "' are frozen, so there is nothing to train: unfreeze some, such as by unfreezeLast(1)");
            }
            held = freezing.now().frozen();
            return guarded(held, work);
        });
    }

    /** No other thread trains what is trained now. */
    private <R> R guarded(Set<String> frozen, Supplier<R> work) {
        return weights.whileTraining("the trainer of model '" + graph.name() + "'", frozen, work);
    }

    private History fitted(Dataset<I, T> data, Fit options) {
        Dataset<I, T> training = data;
        Optional<Dataset<?, ?>> validation = options.validationData();
        if (validation.isEmpty() && options.validationSplit() > 0) {
            ArrayDataset.Split<I, T> split = inMemory(data).split(options.validationSplit());
            training = split.training();
            validation = Optional.of(split.validation());
        }
        notice.beforeFit(graph, freezing.now(), options.warnings());
        Feed feed = Feed.of(graph, outputs, training);
        Optional<Feed> held = validation.map(examples -> ofValidation(() -> Feed.of(graph, outputs, examples)));
        StepPlans.OfNames trainingSteps = trainingPlans.of(feed.check(options.checkInputs()));
        Optional<StepPlans.OfNames> validationSteps =
                held.map(examples -> evaluationPlans.of(ofValidation(() -> examples.check(options.checkInputs()))));
        state.skipTo(options.initialEpoch());
        long shuffleSeed = options.seed().orElse(Seeds.derive(state.seed(), 1));
        Progress progress = Progress.of(options.verbosity());
        List<History.Epoch> epochs = new ArrayList<>();
        for (int epoch = options.initialEpoch(); epoch < options.epochs(); epoch++) {
            Order order = options.shuffle() ? Order.shuffled(shuffleSeed, state.epoch()) : Order.sequential();
            progress.begin(epoch, options.epochs(), feed.steps(options.batchSize()));
            Scores scores = new Scores(graph, outputs);
            Supplier<Map<String, Double>> running = () -> scores.logs("");
            try (Batches batches = feed.batches(options.batchSize(), order)) {
                for (int step = 0; batches.next(); step++) {
                    if (Thread.currentThread().isInterrupted()) {
                        throw new TrainingInterruptedException(epoch, step, History.of(epochs));
                    }
                    train(feed, batches, options.batchSize(), trainingSteps, scores, epoch, step);
                    progress.step(step + 1, running);
                }
            }
            int finished = epoch;
            weights.firstNonFinite().ifPresent(path -> {
                throw new NonFiniteLossException(finished, path);
            });
            state.endEpoch();
            Map<String, Double> logs = scores.logs("");
            if (held.isPresent() && (epoch + 1) % options.validationFrequency() == 0) {
                int batchSize = options.validationBatchSize().orElse(options.batchSize());
                logs.putAll(ofValidation(() -> evaluated(held.get(), validationSteps.orElseThrow(), batchSize)
                        .logs("val_")));
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
        Objects.requireNonNull(data, "the data set is null");
        return use.of(() -> evaluation(data, batchSize));
    }

    private Evaluation evaluation(Dataset<I, T> data, int batchSize) {
        Feed feed = Feed.of(graph, outputs, data);
        StepPlans.OfNames plans = evaluationPlans.of(feed.check(false));
        return Evaluation.of(evaluated(feed, plans, batchSize).logs(""));
    }

    /** One step of training on these examples: their loss and metrics before it. */
    public Evaluation trainOnBatch(I batchInputs, T batchTargets) {
        ArrayDataset<I, T> data = Dataset.of(inputs, batchInputs, targets, batchTargets);
        return training(() -> step(data));
    }

    private Evaluation step(ArrayDataset<I, T> data) {
        Feed feed = Feed.of(graph, outputs, data);
        StepPlans.OfNames plans = trainingPlans.of(feed.check(false));
        Scores scores = new Scores(graph, outputs);
        try (Batches batches = feed.batches(data.size(), Order.sequential())) {
            while (batches.next()) {
                train(feed, batches, data.size(), plans, scores, 0, 0);
            }
        }
        return Evaluation.of(scores.logs(""));
    }

    /** The loss and metrics of these examples. */
    public Evaluation testOnBatch(I batchInputs, T batchTargets) {
        ArrayDataset<I, T> data = Dataset.of(inputs, batchInputs, targets, batchTargets);
        return evaluate(data, data.size());
    }

    /**
     * Finds out why the loss or a gradient of these examples is not finite: takes the step that would be next op by op, which changes nothing, and gives the
     * first op that made numbers that are not finite of some that are: what it was given, its layer, and the line where that is code of one's own.
     *
     * @return empty if loss and gradients are finite
     * @throws InputException if an array does not fit
     * @throws IllegalArgumentException if an input, a target or a weight is not finite itself; the message names it
     */
    public Optional<NonFinite> findNonFinite(I batchInputs, T batchTargets) {
        ArrayDataset<I, T> data = Dataset.of(inputs, batchInputs, targets, batchTargets);
        return use.of(() -> {
            Feed feed = Feed.of(graph, outputs, data);
            Sizes sizes = new Sizes(
                    data.size(),
                    feed.check(false),
                    0,
                    Optional.of(freezing.now().frozen()));
            StepReplay replay = new StepReplay(graph, outputs, weights, sizes);
            try (Batches batches = feed.batches(data.size(), Order.sequential())) {
                if (batches.next()) {
                    feed.fill(replay, batches);
                }
            }
            return replay.run((int) Seeds.derive(state.seed(), state.iteration()));
        });
    }

    TrainingState state() {
        return state;
    }

    /** The number of steps that were taken, saved ones included. */
    public long iterations() {
        return state.iteration();
    }

    /** One step with the current batch. */
    private void train(
            Feed feed, Batches batches, int batchSize, StepPlans.OfNames plans, Scores scores, int epoch, int step) {
        Trainability trained = freezing.now();
        StepPlan plan = plans.get(Feed.size(batches, batchSize), trained.frozen());
        feed.fill(plan, batches);
        if (trained.frozen().equals(held)) {
            take(plan, trained, epoch, step);
        } else { // layers were unfrozen since it began
            guarded(trained.frozen(), () -> {
                take(plan, trained, epoch, step);
                return plan;
            });
        }
        scores.add(plan, batches.size());
    }

    private void take(StepPlan plan, Trainability trained, int epoch, int step) {
        weights.betweenSteps(() -> {
            plan.run((int) Seeds.derive(state.seed(), state.iteration()));
            if (!Float.isFinite(plan.loss())) {
                throw new NonFiniteLossException(epoch, step, plan.loss());
            }
            state.take(plan, trained);
            onStep.run();
            return plan;
        });
    }

    /** Says of what does not fit that it is in the validation data. */
    private static <R> R ofValidation(Supplier<R> reading) {
        try {
            return reading.get();
        } catch (InputException e) {
            InputException located = new InputException("in the validation data, " + e.getMessage());
            located.initCause(e);
            throw located;
        }
    }

    private Scores evaluated(Feed feed, StepPlans.OfNames plans, int batchSize) {
        Scores scores = new Scores(graph, outputs);
        try (Batches batches = evaluationBatches(feed, batchSize)) {
            while (batches.next()) {
                StepPlan plan =
                        plans.get(Feed.size(batches, batchSize), freezing.now().frozen());
                feed.fill(plan, batches);
                plan.run(0);
                scores.add(plan, batches.size());
            }
        }
        return scores;
    }

    /** A masked loss is the mean over the valid steps of a batch, which no mean over parts of the batch gives. */
    private Batches evaluationBatches(Feed feed, int batchSize) {
        Batches batches = feed.batches(batchSize, Order.sequential());
        boolean masked =
                graph.outputs().stream().anyMatch(output -> output.type().masked());
        return masked ? batches : new PowersOfTwo(batches, batchSize);
    }

    private ArrayDataset<I, T> inMemory(Dataset<I, T> data) {
        if (data instanceof ArrayDataset<I, T> arrays) {
            return arrays;
        }
        throw new InputException(
                "validationSplit needs examples in memory: give validationData for a data set that is read in batches");
    }
}
