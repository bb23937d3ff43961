package dev.plumb.runtime;

import dev.plumb.weights.Trainability;
import dev.plumb.weights.WeightStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** How many steps of training went without a weight, because it was frozen. Counted when what is frozen changes, not at each step. */
final class MissedSteps {
    private final WeightStore weights;
    private final Map<String, Long> counted = new LinkedHashMap<>();
    private long since;

    MissedSteps(WeightStore weights) {
        this.weights = weights;
    }

    /** Goes on from a state that was saved. */
    void restore(Map<String, Long> saved, long iteration) {
        counted.clear();
        counted.putAll(saved);
        since = iteration;
    }

    /** Counts the steps up to this one, in which so much was trained. */
    void count(Trainability trainability, long iteration) {
        long steps = iteration - since;
        since = iteration;
        if (steps > 0) {
            for (WeightStore.Entry entry : weights.entries()) {
                if (entry.trainable() && !trainability.trains(entry)) {
                    counted.merge(entry.path(), steps, Long::sum);
                }
            }
        }
    }

    /** The number that was counted for a weight. */
    long of(String path) {
        return counted.getOrDefault(path, 0L);
    }

    /** The weights that have missed steps, sorted: the same model gives the same file. */
    Map<String, Long> counts() {
        return new TreeMap<>(counted);
    }
}
