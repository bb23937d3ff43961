package dev.plumb.train.callback;

import java.util.Map;
import java.util.Objects;

/** A callback of one lambda. */
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
