package dev.plumb.train.callback;

import java.util.Map;

/**
 * Looks at training and steers it. All methods do nothing unless they are overridden. Callbacks are called in the order in which they are given:
 *
 * <pre>{@code
 * trainer.fit(data, Fit.epochs(100).validationSplit(0.2).callbacks(
 *         EarlyStopping.monitor("val_loss").patience(5).restoreBestWeights(true),
 *         new CSVLogger(Path.of("log.csv"))));
 * }</pre>
 *
 * <p>Logs are the values of an epoch so far, or of the whole epoch, by the names that {@code History} has. What {@link #onEpochEnd} adds to them
 * is shown and kept. An exception ends training: {@link #close} is called all the same, weights stay as they are.
 *
 * <p>One callback is for one training at a time.
 */
public interface Callback {
    /** Before the first epoch. */
    default void onTrainBegin(Training training) {}

    /**
     * Before an epoch.
     *
     * @param epoch 0-based
     */
    default void onEpochBegin(Training training, int epoch) {}

    /**
     * Before a batch.
     *
     * @param batch 0-based, in the epoch
     */
    default void onTrainBatchBegin(Training training, int epoch, int batch) {}

    /**
     * After the step of a batch.
     *
     * @param batch 0-based, in the epoch
     * @param logs the means of the epoch so far; computed when they are asked for
     */
    default void onTrainBatchEnd(Training training, int epoch, int batch, Logs logs) {}

    /** Before the validation of an epoch, if there is one. */
    default void onValidationBegin(Training training) {}

    /** After the validation of an epoch, before {@link #onEpochEnd}; not if it failed. */
    default void onValidationEnd(Training training) {}

    /**
     * When a loss or a weight has become NaN or infinite. The step is not taken; after this an exception ends training, unless a callback has called
     * {@link Training#stop}: then training ends in an orderly way, with this epoch.
     *
     * @param epoch 0-based
     * @param problem what the exception would say
     */
    default void onNonFinite(Training training, int epoch, String problem) {}

    /**
     * After an epoch and its validation.
     *
     * @param epoch 0-based
     * @param logs of the epoch, to which values may be added
     */
    default void onEpochEnd(Training training, int epoch, Map<String, Double> logs) {}

    /**
     * After the last epoch, also if training was stopped; not if it failed.
     *
     * @param logs of the last epoch
     */
    default void onTrainEnd(Training training, Map<String, Double> logs) {}

    /** At the very end, whether training went well or failed: to close files. */
    default void close() {}

    /**
     * Writes what it has seen of the training into a backup, after {@link #onTrainBatchEnd} or {@link #onEpochEnd}; see {@link BackupAndRestore}. A callback
     * that remembers nothing from one call to the next writes nothing.
     */
    default void saveState(CallbackState state) {}

    /**
     * Goes on from what {@link #saveState} wrote: after {@link #onTrainBegin}, if the training goes on from a backup. {@link #onEpochBegin} is not called
     * again for an epoch that is gone on with.
     */
    default void restoreState(Training training, CallbackState state) {}

    /** Values that are computed when they are asked for. */
    @FunctionalInterface
    interface Logs {
        /** The values by name, sorted. */
        Map<String, Double> values();
    }
}
