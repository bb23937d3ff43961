package dev.plumb.train.callback;

import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** A callback of one lambda. Several are several callbacks. */
public final class LambdaCallback {
    private LambdaCallback() {}

    /** What is done after an epoch. */
    @FunctionalInterface
    public interface EpochEnd {
        /** See {@link Callback#onEpochEnd}. */
        void after(Training training, int epoch, Map<String, Double> logs);
    }

    /** What is done after a batch. */
    @FunctionalInterface
    public interface BatchEnd {
        /** See {@link Callback#onTrainBatchEnd}. */
        void after(Training training, int epoch, int batch, Callback.Logs logs);
    }

    /** What is done before an epoch. */
    @FunctionalInterface
    public interface EpochBegin {
        /** See {@link Callback#onEpochBegin}. */
        void before(Training training, int epoch);
    }

    /** What is done before a batch. */
    @FunctionalInterface
    public interface BatchBegin {
        /** See {@link Callback#onTrainBatchBegin}. */
        void before(Training training, int epoch, int batch);
    }

    /** What is done at the end of a training that did not fail. */
    @FunctionalInterface
    public interface TrainEnd {
        /** See {@link Callback#onTrainEnd}. */
        void after(Training training, Map<String, Double> logs);
    }

    /** Called before the first epoch. */
    public static Callback onTrainBegin(Consumer<Training> action) {
        Objects.requireNonNull(action, "the action is null");
        return new Callback() {
            @Override
            public void onTrainBegin(Training training) {
                action.accept(training);
            }
        };
    }

    /** Called after the last epoch. */
    public static Callback onTrainEnd(TrainEnd action) {
        Objects.requireNonNull(action, "the action is null");
        return new Callback() {
            @Override
            public void onTrainEnd(Training training, Map<String, Double> logs) {
                action.after(training, logs);
            }
        };
    }

    /** Called before each epoch. */
    public static Callback onEpochBegin(EpochBegin action) {
        Objects.requireNonNull(action, "the action is null");
        return new Callback() {
            @Override
            public void onEpochBegin(Training training, int epoch) {
                action.before(training, epoch);
            }
        };
    }

    /** Called before each batch. */
    public static Callback onTrainBatchBegin(BatchBegin action) {
        Objects.requireNonNull(action, "the action is null");
        return new Callback() {
            @Override
            public void onTrainBatchBegin(Training training, int epoch, int batch) {
                action.before(training, epoch, batch);
            }
        };
    }

    /** Called after each epoch. */
    public static Callback onEpochEnd(EpochEnd action) {
        Objects.requireNonNull(action, "the action is null");
        return new Callback() {
            @Override
            public void onEpochEnd(Training training, int epoch, Map<String, Double> logs) {
                action.after(training, epoch, logs);
            }
        };
    }

    /** Called after each batch. */
    public static Callback onTrainBatchEnd(BatchEnd action) {
        Objects.requireNonNull(action, "the action is null");
        return new Callback() {
            @Override
            public void onTrainBatchEnd(Training training, int epoch, int batch, Logs logs) {
                action.after(training, epoch, batch, logs);
            }
        };
    }
}
