package dev.plumb.io;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where a fit stood when its backup was written: what it needs to go on as if it had never stopped, beside weights and optimizer.
 *
 * @param began the number of steps that the optimizer had taken when the fit began
 * @param data what it trains on, and how
 * @param place the step that is next
 * @param stopped why no further epoch is to be trained, if somebody has said so
 * @param history what the epochs so far reported
 * @param tally loss and metrics of the epoch that is under way
 * @param draws how many random numbers were drawn since the last step
 * @param callbacks what callbacks have seen
 */
public record FitState(
        long began,
        Data data,
        Place place,
        Optional<String> stopped,
        List<Epoch> history,
        Tally tally,
        List<Long> draws,
        List<Watcher> callbacks) {

    public FitState {
        history = List.copyOf(history);
        draws = List.copyOf(draws);
        callbacks = List.copyOf(callbacks);
    }

    /**
     * The numbers of random draws.
     *
     * @param count as many as whoever asks has counted
     * @throws IllegalArgumentException if there are not so many
     */
    public List<Long> draws(int count) {
        if (draws.size() != count) {
            throw new IllegalArgumentException(
                    "it holds " + draws.size() + " numbers of random draws, and this training has " + count);
        }
        return draws;
    }

    /**
     * What decides which examples the steps get.
     *
     * @param examples the size of the data set, or -1 if it is not known before it is read
     * @param batchSize of the steps
     * @param shuffled whether each epoch has an order of its own
     * @param order the seed of the orders, if it does not follow from that of the model
     */
    public record Data(long examples, int batchSize, boolean shuffled, OptionalLong order) {}

    /**
     * A step.
     *
     * @param epoch 0-based
     * @param step 0-based, in its epoch
     */
    public record Place(int epoch, int step) {}

    /**
     * What an epoch has reported.
     *
     * @param epoch 0-based
     */
    public record Epoch(int epoch, Map<String, Double> values) {
        public Epoch {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    /**
     * Sums over the batches of an epoch.
     *
     * @param names of the values that a step of one's own reports; none for those of losses and metrics, whose order is that of the outputs
     */
    public record Tally(List<String> names, List<Double> sums) {
        /** Nothing was added. */
        public static final Tally NONE = new Tally(List.of(), List.of());

        /** Beyond it not every whole number is a double. */
        private static final double MOST_EXAMPLES = 0x1p53;

        public Tally {
            names = List.copyOf(names);
            sums = List.copyOf(sums);
        }

        /**
         * A number of examples that were added, as a sum.
         *
         * @throws IllegalArgumentException if it is none
         */
        public static long requireExamples(double sum) {
            if (!(sum >= 1 && sum <= MOST_EXAMPLES && sum == Math.rint(sum))) {
                throw new IllegalArgumentException(
                        "its sums of losses and metrics are over " + sum + " examples: expected a whole number from 1");
            }
            return (long) sum;
        }
    }

    /**
     * The state of a callback.
     *
     * @param name of its class
     * @param values texts and numbers as text
     * @param arrays of float32
     */
    public record Watcher(String name, Map<String, String> values, Map<String, TensorData> arrays) {
        public Watcher {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
            arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
        }
    }
}
