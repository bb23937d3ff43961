package dev.plumb.runtime;

import dev.plumb.array.InputException;
import dev.plumb.data.Order;
import dev.plumb.graph.Graph;
import dev.plumb.train.callback.Callback;
import dev.plumb.train.callback.Training;
import dev.plumb.weights.Seeds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A fit that is under way: epoch after epoch, with validation, progress and callbacks, which see it as a {@link Training}. */
final class RunningFit implements Training, AutoCloseable {
    private final Trainee<?, ?> trainee;
    private final Fit options;
    private final Course course;
    private final Optional<Course> validation;
    private final Progress progress;
    private final List<History.Epoch> epochs = new ArrayList<>();
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
    }

    /** Trains all epochs. */
    History run() {
        TrainingState state = trainee.state();
        state.skipTo(options.initialEpoch());
        long shuffleSeed = options.seed().orElse(Seeds.derive(state.seed(), 1));
        each(callback -> callback.onTrainBegin(this));
        for (int epoch = options.initialEpoch(); epoch < options.epochs() && stopped.isEmpty(); epoch++) {
            int current = epoch;
            each(callback -> callback.onEpochBegin(this, current));
            if (stopped.isEmpty()) {
                epoch(epoch, shuffleSeed);
            }
        }
        Map<String, Double> last =
                epochs.isEmpty() ? Map.of() : epochs.get(epochs.size() - 1).values();
        each(callback -> callback.onTrainEnd(this, last));
        stopped.ifPresent(this::say);
        return History.of(epochs);
    }

    private void epoch(int epoch, long shuffleSeed) {
        progress.begin(epoch, options.epochs(), course.steps(options.batchSize()));
        Map<String, Double> logs = trained(epoch, shuffleSeed);
        trainee.firstNonFinite().ifPresent(path -> {
            throw new NonFiniteLossException(epoch, path);
        });
        if (stopped.isEmpty()) {
            trainee.state().endEpoch();
        }
        if (validation.isPresent() && (epoch + 1) % options.validationFrequency() == 0) {
            int batchSize = options.validationBatchSize().orElse(options.batchSize());
            logs.putAll(
                    ofValidation(() -> validation.get().evaluation(batchSize).all("val_")));
        }
        each(callback -> callback.onEpochEnd(this, epoch, logs));
        progress.end(logs);
        epochs.add(new History.Epoch(epoch, logs));
    }

    /** Trains on all batches, or until somebody stops it. */
    private Map<String, Double> trained(int epoch, long shuffleSeed) {
        // Asked for anew: a model in code may have made weights, and a state for them.
        long ordinal = trainee.state().epoch();
        Order order = options.shuffle() ? Order.shuffled(shuffleSeed, ordinal) : Order.sequential();
        try (Pass pass = course.training(options.batchSize(), order)) {
            Supplier<Map<String, Double>> soFar = () -> pass.logs("");
            for (int step = 0; stopped.isEmpty() && pass.next(); step++) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new TrainingInterruptedException(epoch, step, History.of(epochs));
                }
                take(pass, epoch, step);
                progress.step(step + 1, soFar);
            }
            return pass.logs("");
        }
    }

    /** Allocates nothing where there are no callbacks. */
    private void take(Pass pass, int epoch, int step) {
        if (isWatched()) {
            each(callback -> callback.onTrainBatchBegin(this, epoch, step));
            pass.take(epoch, step);
            each(callback -> callback.onTrainBatchEnd(this, epoch, step, () -> pass.logs("")));
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
            for (Callback callback : options.callbacks()) {
                call.on(callback);
            }
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
    public void save(Path file) {
        trainee.save(file);
    }

    @Override
    @SuppressWarnings("SystemOut") // where the progress goes
    public void say(String line) {
        if (options.verbosity() != Verbosity.SILENT) {
            System.out.println(line);
        }
    }
}
