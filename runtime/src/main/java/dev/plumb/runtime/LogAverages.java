package dev.plumb.runtime;

import dev.plumb.array.InputException;
import java.util.Map;
import java.util.TreeMap;

/** The means over the examples of an epoch of what steps of one's own report. */
final class LogAverages {
    private final Map<String, Double> sums = new TreeMap<>();
    private long examples;

    /**
     * Adds a batch.
     *
     * @throws IllegalStateException if it reports other names than the one before
     */
    void add(Map<String, Double> values, int batch) {
        values.forEach((name, value) -> {
            if (name == null || value == null) {
                throw new IllegalStateException("a step of one's own reports " + name + " = " + value
                        + ": expected names with numbers, such as Map.of(\"loss\", loss)");
            }
        });
        if (examples > 0 && !sums.keySet().equals(values.keySet())) {
            throw new IllegalStateException("a step of one's own reports the same names in each step: " + sums.keySet()
                    + " until now, and then " + values.keySet());
        }
        values.forEach((name, value) -> sums.merge(name, value * batch, Double::sum));
        examples += batch;
    }

    /** The means so far, sorted by name, each with this prefix. */
    Map<String, Double> logs(String prefix) {
        if (examples == 0) {
            throw new InputException("the data set gave no batch: expected at least one in an epoch");
        }
        Map<String, Double> logs = new TreeMap<>();
        sums.forEach((name, sum) -> logs.put(prefix + name, sum / examples));
        return logs;
    }
}
