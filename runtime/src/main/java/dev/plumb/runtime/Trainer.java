package dev.plumb.runtime;

import dev.plumb.array.InputException;
import dev.plumb.data.Dataset;
import dev.plumb.data.Order;
import dev.plumb.ops.NonFinite;
import dev.plumb.ops.Var;
import dev.plumb.train.AddedLoss;
import dev.plumb.train.ModelLoss;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Fits and evaluates a model. Made by {@link Network#trainer}, the generated class or {@link EagerModel#trainer}; for use by one thread.
 *
 * @param <I> the inputs as the user sees them
 * @param <T> the targets as the user sees them
 */
public final class Trainer<I, T> {
    private final Trainee<I, T> trainee;
    private final SoleUse use;
    private Optional<TrainingStep<I, T>> ownStep = Optional.empty();
    private Optional<TrainingStep<I, T>> ownEvaluation = Optional.empty();

    /** The fit that is under way. */
    private Optional<RunningFit> running = Optional.empty();

    /** Whether a step of one's own evaluates at this moment. */
    private boolean scores;

    Trainer(Trainee<I, T> trainee) {
        this.trainee = trainee;
        this.use = new SoleUse("the trainer of model '" + trainee.name() + "'");
    }

    /**
     * Takes steps of one's own in {@link #fit} and {@link #trainOnBatch}, with its progress, validation and history:
     *
     * <pre>{@code
     * trainer.step((batch, tape) -> {
     *     BatchGradients gradients = trainer.gradients(batch);    // on the plan of the model
     *     gradients.flat().muli(Math.min(1, 1 / gradients.norm()));
     *     trainer.apply(gradients);
     *     return gradients.evaluation().values();
     * });
     * }</pre>
     *
     * or on the tape, on which this model and others are called: {@code network.call(tape, …)}, a loss of any kind, {@code
     * trainer.minimize(tape, loss)}. Data sets are of arrays or of examples in memory, or their batches are {@link
     * dev.plumb.data.ArrayBatches}.
     *
     * @return this trainer
     * @throws IllegalStateException if the trainer is at work
     */
    public Trainer<I, T> step(TrainingStep<I, T> step) {
        Objects.requireNonNull(step, "the step is null");
        return use.of("a step is given before fit", () -> {
            ownStep = Optional.of(step);
            return this;
        });
    }

    /**
     * Scores by a step of one's own in {@link #evaluate}, {@link #testOnBatch} and validation: its tape is in the phase of inference, and it moves no
     * weights.
     *
     * @return this trainer
     * @throws IllegalStateException if the trainer is at work
     */
    public Trainer<I, T> evaluationStep(TrainingStep<I, T> step) {
        Objects.requireNonNull(step, "the step is null");
        return use.of("a step is given before fit", () -> {
            ownEvaluation = Optional.of(step);
            return this;
        });
    }

    /**
     * Looks at the gradients of each batch before weights move by them, and may change them in place, in {@link #fit} and {@link #trainOnBatch}, after
     * those that were given before. Costs a copy of them. Steps of one's own have {@link #gradients} for that.
     *
     * @return this trainer
     */
    public Trainer<I, T> onGradients(Consumer<BatchGradients> hook) {
        trainee.onGradients(Objects.requireNonNull(hook, "the hook is null"));
        return this;
    }

    /**
     * The gradients of the loss of a batch, by the plan of the model, with its loss and metrics; no weight moves. To be used by steps of one's own, or
     * by a loop around them.
     *
     * @throws InputException if arrays do not fit the model
     */
    public BatchGradients gradients(Batch<I, T> batch) {
        requireSize(batch);
        return use.ofOwner(() -> trainee.gradients(batch));
    }

    /** As {@link #gradients(Batch)}, of these examples. */
    public BatchGradients gradients(I batchInputs, T batchTargets) {
        return gradients(batch(batchInputs, batchTargets));
    }

    /**
     * How strongly the loss of each output pulls at each layer, for a batch: with the dropout masks of the step that would be next. Nothing is changed, and
     * training goes on as if it had not been asked. Prepares a plan for each output when it is first called.
     *
     * @throws InputException if arrays do not fit the model
     */
    public GradientNorms gradientNorms(Batch<I, T> batch) {
        requireSize(batch);
        return use.ofOwner(() -> trainee.gradientNorms(batch));
    }

    /** As {@link #gradientNorms(Batch)}, of these examples. */
    public GradientNorms gradientNorms(I batchInputs, T batchTargets) {
        return gradientNorms(batch(batchInputs, batchTargets));
    }

    /**
     * Where the time of a step of training goes: measures a step with the first batch of a data set, and each of its kernels alone. A step and weights of its own are prepared
     * for it, so nothing is changed; it takes some seconds, and as much memory as training once more. To be asked while nothing else runs on the machine.
     *
     * @throws InputException if arrays do not fit the model, or there are no examples
     * @throws UnsupportedOperationException if it is a model in code, which is executed op by op
     */
    public StepProfile profile(Dataset<I, T> data, int batchSize) {
        Objects.requireNonNull(data, "the data set is null");
        return use.ofOwner(() -> trainee.profile(data, batchSize));
    }

    private void requireSize(Batch<I, T> batch) {
        Objects.requireNonNull(batch, "the batch is null");
        int examples = batch(batch.inputs(), batch.targets()).size();
        if (batch.size() != examples) {
            throw new InputException("the batch says that its size is " + batch.size() + ", and its arrays have "
                    + examples + (examples == 1 ? " example" : " examples"));
        }
    }

    private Batch<I, T> batch(I batchInputs, T batchTargets) {
        OptionalInt size = trainee.examples(batchInputs, batchTargets).knownSize();
        return new Batch<>(batchInputs, batchTargets, size.orElseThrow());
    }

    /**
     * Takes a step of the optimizer by gradients of {@link #gradients}, as they are or changed, and gives moving statistics the values that their batch
     * has found.
     *
     * @throws IllegalArgumentException if they are of another model
     * @throws IllegalStateException if another thread trains these weights, or an evaluation is under way
     * @throws ArithmeticException if the loss that they are of is NaN or infinite; nothing is changed then
     */
    public void apply(BatchGradients gradients) {
        Objects.requireNonNull(gradients, "the gradients are null");
        requireTraining();
        use.ofOwner(() -> {
            trainee.apply(gradients);
            return this;
        });
    }

    /**
     * Takes a step of the optimizer that makes a loss smaller, which was computed on a tape.
     *
     * @param loss a scalar of the tape
     * @return the loss as it was
     * @throws ArithmeticException if it is NaN or infinite; nothing is changed then
     * @throws IllegalStateException if another thread trains these weights, or an evaluation is under way
     */
    public float minimize(GradientTape tape, Var loss) {
        requireTraining();
        return use.ofOwner(() -> trainee.minimize(tape, loss));
    }

    /** A tape on which the model, and others, can be called, for loops of one's own: {@link Network#call}. */
    public GradientTape tape(Phase phase) {
        return trainee.tape(Objects.requireNonNull(phase, "the phase is null"));
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
     * @throws IllegalStateException if the trainer is at work already, another thread trains the same weights, a callback of their training calls this, or all
     *     layers are frozen, also in the middle of it
     */
    public History fit(Dataset<I, T> data, Fit options) {
        Objects.requireNonNull(data, "the data set is null");
        Objects.requireNonNull(options, "the options are null: Fit.defaults() are one epoch");
        return training(() -> fitted(data, options));
    }

    /** Moves weights: alone on this trainer, and on the weights, which other trainers and other models may have as well. */
    private <R> R training(Supplier<R> work) {
        return use.of(() -> trainee.training(work));
    }

    private Course training(Dataset<I, T> data, boolean checkInputs, Map<String, Map<Integer, Double>> classWeights) {
        if (ownStep.isPresent() && !classWeights.isEmpty()) {
            throw new IllegalArgumentException("class weights are for the losses of the model, and model '"
                    + trainee.name() + "' trains by a step of one's own: weigh the loss in that step");
        }
        return ownStep.<Course>map(step -> new OwnCourse<>(data, step, Phase.TRAINING, trainee::tape))
                .orElseGet(() -> trainee.course(data, checkInputs, classWeights));
    }

    @SuppressWarnings("unchecked") // examples of another kind fail where they are read, with a message
    private Course evaluation(Dataset<?, ?> data, boolean checkInputs) {
        return ownEvaluation
                .<Course>map(
                        step -> new OwnCourse<>((Dataset<I, T>) data, scoring(step), Phase.INFERENCE, trainee::tape))
                .orElseGet(() -> trainee.course(data, checkInputs, Map.of()));
    }

    private TrainingStep<I, T> scoring(TrainingStep<I, T> step) {
        return (batch, tape) -> {
            scores = true;
            try {
                return step.take(batch, tape);
            } finally {
                scores = false;
            }
        };
    }

    private void requireTraining() {
        if (scores) {
            throw new IllegalStateException("the evaluation step of model '" + trainee.name()
                    + "' would move weights: apply(…) and minimize(…) are for the step of training, step(…)");
        }
    }

    private History fitted(Dataset<I, T> data, Fit options) {
        Dataset<I, T> training = data;
        Optional<Dataset<?, ?>> validation = options.validationData();
        if (validation.isEmpty() && options.validationSplit() > 0) {
            Dataset.Split<I, T> split = data.split(options.validationSplit());
            training = split.training();
            validation = Optional.of(split.validation());
        }
        trainee.beforeFit(options.warnings());
        OrderNotice.beforeFit(trainee.name(), training, options);
        if (trainee.graph().isPresent()) {
            StatefulOrder.require(trainee.graph().get(), training, validation, options);
        }
        Course course = training(training, options.checkInputs(), options.classWeights());
        Optional<Course> held =
                validation.map(examples -> RunningFit.ofValidation(() -> evaluation(examples, options.checkInputs())));
        try (RunningFit fit = new RunningFit(trainee, options, course, held)) {
            running = Optional.of(fit);
            return fit.run();
        } finally {
            running = Optional.empty();
        }
    }

    /** Loss and metrics over all examples, in batches of 32. */
    public Evaluation evaluate(Dataset<I, T> data) {
        return evaluate(data, Fit.defaults().batchSize());
    }

    /**
     * Loss and metrics over all examples, without a word: callbacks, tests and services call it.
     *
     * @throws InputException if arrays do not fit the model, or it has stateful layers and the last batch would be smaller
     */
    public Evaluation evaluate(Dataset<I, T> data, int batchSize) {
        return evaluate(data, batchSize, Verbosity.SILENT);
    }

    /**
     * Loss and metrics over all examples, with its progress: {@link Verbosity#AUTO} is what Keras does.
     *
     * @throws InputException if arrays do not fit the model
     */
    public Evaluation evaluate(Dataset<I, T> data, int batchSize, Verbosity verbosity) {
        Objects.requireNonNull(data, "the data set is null");
        Objects.requireNonNull(verbosity, "the verbosity is null: SILENT prints nothing");
        Supplier<Evaluation> work = () -> evaluation(data, batchSize, verbosity);
        // A callback is called between two steps, which have plans of their own.
        return running.map(RunningFit::isCalling).orElse(false) ? use.ofOwner(work) : use.of(work);
    }

    private Evaluation evaluation(Dataset<I, T> data, int batchSize, Verbosity verbosity) {
        if (ownEvaluation.isEmpty() && trainee.graph().isPresent()) {
            StatefulOrder.requireOfEvaluation(trainee.graph().get(), data, batchSize);
        }
        Course course = evaluation(data, false);
        Progress progress = Progress.of(verbosity);
        progress.begin(0, 1, course.steps(batchSize));
        Evaluation scores = course.evaluation(batchSize).evaluated(progress);
        progress.end(scores.values());
        return scores;
    }

    /** One step of training on these examples: their loss and metrics before it. */
    public Evaluation trainOnBatch(I batchInputs, T batchTargets) {
        Dataset<I, T> data = trainee.examples(batchInputs, batchTargets);
        int size = data.knownSize().orElseThrow();
        return training(() -> training(data, false, Map.of())
                .training(size, Order.sequential())
                .evaluated(Progress.of(Verbosity.SILENT)));
    }

    /** The loss and metrics of these examples. */
    public Evaluation testOnBatch(I batchInputs, T batchTargets) {
        Dataset<I, T> data = trainee.examples(batchInputs, batchTargets);
        return evaluate(data, data.knownSize().orElseThrow());
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
        Batch<I, T> batch = batch(batchInputs, batchTargets);
        return use.ofOwner(() -> trainee.findNonFinite(batch));
    }

    /**
     * The names that {@link #evaluate} and {@link #fit} report by, in the order of {@link Evaluation#names}, if no step of one's own reports others: those of the
     * validation have {@code val_} before them.
     */
    public List<String> metricNames() {
        return trainee.metricNames();
    }

    TrainingState state() {
        return trainee.state();
    }

    /** The learning rate of the next step. */
    public double learningRate() {
        return trainee.state().learningRate();
    }

    /**
     * Sets the learning rate of the steps from now on; {@code save} writes it with the model.
     *
     * @throws IllegalStateException if the optimizer has a schedule
     * @throws IllegalArgumentException if it is no float32 number above 0
     */
    public void learningRate(double rate) {
        trainee.state().learningRate(rate);
    }

    /** What the loss of the next step is multiplied by before gradients are taken; 1 unless the optimizer has a {@link dev.plumb.train.Optimizer#lossScale}. */
    public double lossScale() {
        return trainee.state().lossScale().now();
    }

    /**
     * Adds a loss of several outputs, or one without a target, to those of the outputs; it is reported by its name.
     *
     * <pre>{@code
     * trainer.addLoss("kl", 0.1, values -> {
     *     Var mean = values.output("mean");
     *     Var logVariance = values.output("logVariance");
     *     return logVariance.exp().plus(mean.square()).minus(logVariance).minus(1).sum(-1).times(0.5f);
     * });
     * }</pre>
     *
     * @param name not one of an output that has a loss
     * @param weight its factor in the total
     * @return this trainer
     * @throws IllegalArgumentException if there is a loss of that name, or the weight is not finite
     */
    public Trainer<I, T> addLoss(String name, double weight, ModelLoss loss) {
        AddedLoss added = new AddedLoss(name, weight, loss);
        return use.of("a loss is added before fit", () -> {
            trainee.addLoss(added);
            return this;
        });
    }

    /**
     * The weight of a loss in the total of the next step.
     *
     * @param name of the output that has the loss, or of a loss that was added
     * @throws IllegalArgumentException if there is none; the message lists the names
     */
    public double lossWeight(String name) {
        return trainee.state().lossWeights().get(name, trainee.statedLossWeights());
    }

    /**
     * Gives a loss another weight from the next step on; {@code save} writes it with the model. A new trainer goes on with it if it states the
     * weight that this one states. The first time in a training prepares the steps anew, then weights are numbers that a step reads.
     *
     * @throws IllegalArgumentException if there is no such loss, or the weight is no finite float32 number
     */
    public void lossWeight(String name, double weight) {
        trainee.state().lossWeights().set(name, weight, trainee.statedLossWeights());
    }

    /**
     * Sets the weights that are trained to their moving averages, as {@link #fit} does at its end: for loops of one's own.
     *
     * @throws IllegalStateException if the optimizer has none: {@link dev.plumb.train.Optimizer#movingAverage(double)}
     */
    public void settleOnAverages() {
        trainee.state().requireAverages();
        use.ofOwner(() -> trainee.weights().betweenSteps(() -> {
            trainee.state().settleOnAverages();
            return this;
        }));
    }

    /** The number of steps that were taken, saved ones included. */
    public long iterations() {
        return trainee.state().iteration();
    }
}
