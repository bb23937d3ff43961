package dev.plumb.runtime;

import dev.plumb.array.InputException;
import dev.plumb.io.FitState;
import java.util.ArrayList;
import java.util.List;
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

    /** The sums by their names, and the number of examples behind them. */
    FitState.Tally tally() {
        List<Double> numbers = new ArrayList<>(sums.values());
        numbers.add((double) examples);
        return new FitState.Tally(List.copyOf(sums.keySet()), numbers);
    }

    /** Goes on from what {@link #tally} gave. */
    void restore(FitState.Tally tally) {
        if (tally.sums().size() != tally.names().size() + 1) {
            throw new IllegalArgumentException("there are " + tally.sums().size() + " sums for the values "
                    + tally.names() + " of a step of one's own: expected one for each, and the number of examples");
        }
        sums.clear();
        for (int i = 0; i < tally.names().size(); i++) {
            sums.put(tally.names().get(i), tally.sums().get(i));
        }
        examples = FitState.Tally.requireExamples(tally.sums().get(tally.names().size()));
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
