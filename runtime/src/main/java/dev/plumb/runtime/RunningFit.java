package dev.plumb.runtime;

import dev.plumb.train.callback.Callback;
import dev.plumb.train.callback.Training;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A fit as its callbacks see it, and the callbacks as the fit sees them: all of them, in their order. */
final class RunningFit implements Training, AutoCloseable {
    private final Trainee<?, ?> trainee;
    private final Fit options;
    private final boolean validates;
    private final OptionalInt steps;
    private final Consumer<String> output;
    private Optional<String> stopped = Optional.empty();
    private boolean calling;

    RunningFit(Trainee<?, ?> trainee, Fit options, boolean validates, OptionalInt steps, Consumer<String> output) {
        this.trainee = trainee;
        this.options = options;
        this.validates = validates;
        this.steps = steps;
        this.output = output;
    }

    /** What is done with each callback. */
    @FunctionalInterface
    interface Call {
        void on(Callback callback);
    }

    /** Calls all. */
    void each(Call call) {
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
    boolean isWatched() {
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

    /** Why it is to stop, if it is. */
    Optional<String> stopped() {
        return stopped;
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
        return validates;
    }

    @Override
    public OptionalInt steps() {
        return steps;
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
    public void say(String line) {
        output.accept(line);
    }
}
