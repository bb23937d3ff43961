package dev.plumb.runtime;

import dev.plumb.array.InputException;
import dev.plumb.data.Order;
import dev.plumb.graph.Graph;
import dev.plumb.io.FitState;
import dev.plumb.train.callback.Callback;
import dev.plumb.train.callback.Monitor;
import dev.plumb.train.callback.Training;
import dev.plumb.weights.Seeds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A fit that is under way: epoch after epoch, with validation, progress and callbacks, which see it as a {@link Training}. */
final class RunningFit implements Training, AutoCloseable {
    private final Trainee<?, ?> trainee;
    private final Fit options;
    private final Course course;
    private final Optional<Course> validation;
    private final Progress progress;
    private final Optional<Backups> backups;
    private final List<History.Epoch> epochs = new ArrayList<>();

    /** The step that is first: another one than that of the options if training goes on from a backup. */
    private FitState.Place first;

    /** Of the batches of its epoch before it. */
    private FitState.Tally tally = FitState.Tally.NONE;

    /** The number of steps before the fit. */
    private long began;

    private boolean isResumed;
    private Optional<String> stopped = Optional.empty();
    private boolean calling;

    /**
     * A fit that has not begun.
     *
     * @param course of the training data
     * @param validation the course of the validation data
     */
    RunningFit(Trainee<?, ?> trainee, Fit options, Course course, Optional<Course> validation) {
        this.trainee = trainee;
        this.options = options;
        this.course = course;
        this.validation = validation;
        this.progress = Progress.of(options.verbosity());
        this.first = new FitState.Place(options.initialEpoch(), 0);
        this.began = trainee.state().iteration();
        this.backups = Backups.of(options.callbacks());
    }

    /** Trains all epochs. */
    History run() {
        Optional<FitState> resumed = backups.flatMap(saved -> saved.restore(trainee, data(), began));
        resumed.ifPresent(this::goOn);
        trainee.state().skipTo(options.initialEpoch());
        if (trainee.state().averagesInUse()) { // as a file had it
            trainee.state().use(trainee.trained());
        }
        each(callback -> callback.onTrainBegin(this));
        resumed.ifPresent(
                state -> restoring(() -> WatcherStates.restore(options.callbacks(), state.callbacks(), this)));
        if (first.step() > 0) { // if it was stopped in this epoch, its end is still to come
            epoch(first.epoch());
        }
        int next = first.step() > 0 ? first.epoch() + 1 : first.epoch();
        for (int epoch = next; epoch < options.epochs() && stopped.isEmpty(); epoch++) {
            int current = epoch;
            each(callback -> callback.onEpochBegin(this, current));
            if (stopped.isEmpty()) {
                epoch(epoch);
            }
        }
        trainee.weights().runBetweenSteps(() -> trainee.state().settleOnAverages());
        Map<String, Double> last =
                epochs.isEmpty() ? Map.of() : epochs.get(epochs.size() - 1).values();
        each(callback -> callback.onTrainEnd(this, last));
        stopped.ifPresent(this::say);
        backups.ifPresent(Backups::ended);
        return History.of(epochs);
    }

    /** Training moves what was trained, whatever was saved in its place. */
    private void useTrained() {
        trainee.weights().runBetweenSteps(() -> trainee.state().useAverages(false));
    }

    /** Takes over where a backup stood. */
    private void goOn(FitState state) {
        isResumed = true;
        began = state.began();
        first = state.place();
        tally = state.tally();
        stopped = state.stopped();
        state.history().forEach(epoch -> epochs.add(new History.Epoch(epoch.epoch(), epoch.values())));
        say("Training goes on from a backup, in epoch " + (first.epoch() + 1) + " after " + first.step()
                + (first.step() == 1 ? " step" : " steps"));
    }

    private void restoring(Runnable work) {
        backups.orElseThrow().restoring(work);
    }

    private long shuffleSeed() {
        return options.seed().orElseGet(() -> Seeds.derive(trainee.state().seed(), 1));
    }

    private FitState.Data data() {
        return new FitState.Data(course.steps(1).orElse(-1), options.batchSize(), options.shuffle(), options.seed());
    }

    /** Where the fit stands, before this step. */
    private FitState place(int epoch, int step) {
        return new FitState(
                began,
                data(),
                new FitState.Place(epoch, step),
                stopped,
                epochs.stream()
                        .map(past -> new FitState.Epoch(past.epoch(), past.values()))
                        .toList(),
                tally,
                trainee.draws(),
                WatcherStates.of(options.callbacks()));
    }

    private void epoch(int epoch) {
        useTrained();
        progress.begin(epoch, options.epochs(), course.steps(options.batchSize()));
        Map<String, Double> logs = trained(epoch);
        trainee.firstNonFinite().ifPresent(path -> fail(new NonFiniteLossException(epoch, path)));
        if (stopped.isEmpty()) {
            trainee.state().endEpoch();
            if (options.warnings() && epoch == first.epoch() && first.step() == 0) {
                course.classWeights().sayUnseen();
            }
        }
        if (validation.isPresent() && (epoch + 1) % options.validationFrequency() == 0) {
            int batchSize = options.validationBatchSize().orElse(options.batchSize());
            each(callback -> callback.onValidationBegin(this));
            logs.putAll(
                    ofValidation(() -> validation.get().evaluation(batchSize).all("val_")));
            each(callback -> callback.onValidationEnd(this));
        }
        each(callback -> {
            callback.onEpochEnd(this, epoch, logs);
            requireNumbers(callback, epoch, logs);
        });
        progress.end(logs);
        epochs.add(new History.Epoch(epoch, logs));
        tally = FitState.Tally.NONE;
        if (backups.map(Backups::isDueAfterEpoch).orElse(false)) {
            backups.get().write(trainee, place(epoch + 1, 0));
        }
    }

    /** What a callback has put into the logs are numbers. */
    private static void requireNumbers(Callback callback, int epoch, Map<String, Double> logs) {
        logs.forEach((name, value) -> {
            if (name == null || value == null) {
                throw new IllegalStateException(
                        "the callback " + callback.getClass().getName() + " has put '" + name + "' = " + value
                                + " into the logs of epoch " + (epoch + 1) + ": expected a name with a number");
            }
        });
    }

    /** Trains on all batches, or until somebody stops it. */
    private Map<String, Double> trained(int epoch) {
        // Asked for anew: a model in code may have made weights, and a state for them.
        long ordinal = trainee.state().epoch();
        Order order = options.shuffle() ? Order.shuffled(shuffleSeed(), ordinal) : Order.sequential();
        try (Pass pass = course.training(options.batchSize(), order)) {
            int step = 0;
            if (epoch == first.epoch() && first.step() > 0) {
                step = first.step();
                restoring(() -> pass.resume(first.step(), tally));
                progress.resume(step);
            }
            Supplier<Map<String, Double>> soFar = () -> pass.logs("");
            for (; stopped.isEmpty() && next(pass, epoch, step); step++) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new TrainingInterruptedException(epoch, step, History.of(epochs));
                }
                try {
                    take(pass, epoch, step);
                } catch (NonFiniteLossException e) {
                    fail(e);
                    return withLoss(step == 0 ? new TreeMap<>() : pass.logs(""), e.loss());
                }
                progress.step(step + 1, soFar);
            }
            return pass.logs("");
        }
    }

    /** What Keras reports of an epoch in which the loss became such a number. */
    private static Map<String, Double> withLoss(Map<String, Double> logs, double loss) {
        logs.put("loss", loss);
        return logs;
    }

    /** Throws what has happened, unless a callback has it that training ends in an orderly way. */
    private void fail(NonFiniteLossException problem) {
        each(callback -> callback.onNonFinite(this, problem.epoch(), problem.getMessage()));
        if (stopped.isEmpty()) {
            throw problem;
        }
    }

    /** Moves on to the next batch; whoever waits for it may be interrupted too. */
    private boolean next(Pass pass, int epoch, int step) {
        try {
            return pass.next();
        } catch (CancellationException e) {
            TrainingInterruptedException interrupted =
                    new TrainingInterruptedException(epoch, step, History.of(epochs));
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    /** Allocates nothing where there are no callbacks. */
    private void take(Pass pass, int epoch, int step) {
        if (isWatched()) {
            each(callback -> callback.onTrainBatchBegin(this, epoch, step));
            pass.take(epoch, step);
            each(callback -> callback.onTrainBatchEnd(this, epoch, step, () -> pass.logs("")));
            if (backups.map(Backups::isDueAfterStep).orElse(false)) {
                tally = pass.tally();
                backups.get().write(trainee, place(epoch, step + 1));
            }
        } else {
            pass.take(epoch, step);
        }
    }

    /** Says of what does not fit that it is in the validation data. */
    static <R> R ofValidation(Supplier<R> reading) {
        try {
            return reading.get();
        } catch (InputException e) {
            InputException located = new InputException("in the validation data, " + e.getMessage());
            located.initCause(e);
            throw located;
        }
    }

    /** What is done with each callback. */
    @FunctionalInterface
    private interface Call {
        void on(Callback callback);
    }

    /** Calls all. */
    private void each(Call call) {
        calling = true;
        try {
            trainee.callingBack(() -> options.callbacks().forEach(call::on));
        } finally {
            calling = false;
        }
    }

    /** Whether a callback is at work, between two steps. */
    boolean isCalling() {
        return calling;
    }

    /** Whether there are callbacks. */
    private boolean isWatched() {
        return !options.callbacks().isEmpty();
    }

    /** Closes all, whatever happens to some. */
    @Override
    public void close() {
        List<RuntimeException> failures = new ArrayList<>();
        each(callback -> {
            try {
                callback.close();
            } catch (RuntimeException e) {
                failures.add(e);
            }
        });
        try {
            backups.ifPresent(Backups::close);
        } catch (RuntimeException e) {
            failures.add(e);
        }
        if (!failures.isEmpty()) {
            RuntimeException first = failures.get(0);
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }

    @Override
    public String model() {
        return trainee.name();
    }

    @Override
    public int initialEpoch() {
        return options.initialEpoch();
    }

    @Override
    public boolean isResumed() {
        return isResumed;
    }

    @Override
    public int epochs() {
        return options.epochs();
    }

    @Override
    public boolean validates() {
        return validation.isPresent();
    }

    @Override
    public OptionalInt steps() {
        return course.steps(options.batchSize());
    }

    @Override
    public long iterations() {
        return trainee.state().iteration();
    }

    @Override
    public double learningRate() {
        return trainee.state().learningRate();
    }

    @Override
    public boolean followsSchedule() {
        return trainee.state().followsSchedule();
    }

    @Override
    public void learningRate(double rate) {
        trainee.state().learningRate(rate);
    }

    @Override
    public Optional<Monitor.Direction> direction(String key) {
        return Optional.ofNullable(trainee.metricDirections().get(key.replaceFirst("^val_", "")))
                .flatMap(Monitor::of);
    }

    @Override
    public double lossWeight(String loss) {
        return trainee.state().lossWeights().get(loss, trainee.statedLossWeights());
    }

    @Override
    public void lossWeight(String loss, double weight) {
        trainee.state().lossWeights().set(loss, weight, trainee.statedLossWeights());
    }

    @Override
    public void stop(String reason) {
        if (stopped.isEmpty()) {
            stopped = Optional.of(reason);
        }
    }

    @Override
    public Optional<Graph> graph() {
        return trainee.graph();
    }

    @Override
    public String summary() {
        return trainee.summary();
    }

    @Override
    public Map<String, String> configuration() {
        return Configuration.of(trainee.configuration(), options, course.steps(1));
    }

    @Override
    public Map<String, INDArray> weights() {
        return trainee.weights().betweenSteps(() -> WeightArrays.copies(trainee.weights()));
    }

    @Override
    public void weights(Map<String, INDArray> values) {
        trainee.weights()
                .runBetweenSteps(
                        () -> values.forEach((path, array) -> WeightArrays.set(trainee.weights(), path, array)));
    }

    @Override
    public boolean averagesWeights() {
        return trainee.state().averages();
    }

    @Override
    public boolean averagesInUse() {
        return trainee.state().averagesInUse();
    }

    @Override
    public void useAverages(boolean inUse) {
        trainee.state().requireAverages();
        trainee.weights().runBetweenSteps(() -> trainee.state().useAverages(inUse));
    }

    @Override
    public void save(Path file) {
        trainee.save(file);
    }

    @Override
    public void say(String line) {
        progress.say(line);
    }
}
