package dev.plumb.runtime;

import java.util.Map;

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

    @Override
    void close();

    /** Takes all batches. */
    default Map<String, Double> all(String prefix) {
        try (this) {
            for (int step = 0; next(); step++) {
                take(0, step);
            }
            return logs(prefix);
        }
    }
}
