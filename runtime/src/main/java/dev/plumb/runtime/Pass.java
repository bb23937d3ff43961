package dev.plumb.runtime;

import dev.plumb.array.InputException;
import dev.plumb.io.FitState;
import java.util.Map;
import java.util.function.Supplier;

/** Once through the examples of a data set, batch after batch. Stands before the first at first. */
interface Pass extends AutoCloseable {
    /** Moves on to the next batch; false if there is none. */
    boolean next();

    /**
     * Trains on the current batch, or scores it.
     *
     * @param epoch for messages, 0-based
     * @param step for messages, 0-based
     */
    void take(int epoch, int step);

    /** Loss and metrics of the batches that were taken, each with this prefix. */
    Map<String, Double> logs(String prefix);

    /** What {@link #logs} are made of. */
    FitState.Tally tally();

    /** Goes on from what {@link #tally} gave, behind so many batches, which are dropped. */
    default void resume(int steps, FitState.Tally tally) {
        for (int step = 0; step < steps; step++) {
            if (!next()) {
                throw new InputException("the data set gave " + step + " batches, and training had taken " + steps
                        + " of this epoch when its backup was written: it has to give the same batches again");
            }
        }
        restore(tally);
    }

    /** Takes a tally for the batches so far. */
    void restore(FitState.Tally tally);

    @Override
    void close();

    /** Takes all batches. */
    default Map<String, Double> all(String prefix) {
        return all(prefix, Progress.of(Verbosity.SILENT));
    }

    /** Takes all batches, and shows how far it is. */
    default Map<String, Double> all(String prefix, Progress progress) {
        try (this) {
            Supplier<Map<String, Double>> soFar = () -> logs(prefix);
            for (int step = 0; next(); step++) {
                take(0, step);
                progress.step(step + 1, soFar);
            }
            return logs(prefix);
        }
    }
}
