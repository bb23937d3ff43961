package dev.plumb.runtime;

import dev.plumb.graph.problem.Similar;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was reported after each epoch: {@code history.get("val_loss")}. Keys are in alphabetical order, as in Keras 3: those of training, and
 * with the prefix {@code val_} those of validation. {@link #chart} shows the curves where text is shown, {@link #plot} draws them.
 */
public final class History {
    private static final String VALIDATION = "val_";

    private final List<Epoch> reports;
    private final SortedMap<String, List<Double>> values;

    private History(List<Epoch> reports, SortedMap<String, List<Double>> values) {
        this.reports = List.copyOf(reports);
        this.values = values;
    }

    /**
     * What one epoch reported.
     *
     * @param epoch 0-based
     */
    public record Epoch(int epoch, Map<String, Double> values) {
        public Epoch {
            values = Map.copyOf(values);
        }

        /** The value of a key, if this epoch reported it. */
        public OptionalDouble value(String key) {
            Double value = values.get(key);
            return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
        }
    }

    /** The history of epochs, in their order. */
    public static History of(List<Epoch> epochs) {
        SortedMap<String, List<Double>> values = new TreeMap<>();
        for (Epoch epoch : epochs) {
            epoch.values().forEach((key, value) -> values.computeIfAbsent(key, k -> new ArrayList<>())
                    .add(value));
        }
        values.replaceAll((key, list) -> List.copyOf(list));
        return new History(epochs, Collections.unmodifiableSortedMap(values));
    }

    /**
     * This history and that of a fit after it. Where the other begins at epoch 0 again, its epochs are counted on; where it was told to begin at a later one
     * ({@link Fit#initialEpoch}) they keep their numbers, and take the place of those that this history has from there on: training was resumed before
     * its end.
     */
    public History and(History other) {
        Objects.requireNonNull(other, "the other history is null");
        if (reports.isEmpty() || other.reports.isEmpty()) {
            return reports.isEmpty() ? other : this;
        }
        int first = other.reports.get(0).epoch();
        int next = reports.get(reports.size() - 1).epoch() + 1;
        int shift = first == 0 ? next : 0;
        List<Epoch> both = new ArrayList<>();
        for (Epoch epoch : reports) {
            if (epoch.epoch() < first + shift) {
                both.add(epoch);
            }
        }
        for (Epoch epoch : other.reports) {
            both.add(new Epoch(epoch.epoch() + shift, epoch.values()));
        }
        return of(both);
    }

    /** The keys in alphabetical order. */
    public Set<String> keys() {
        return values.keySet();
    }

    /** What was measured, in training or in validation or in both: the keys without {@code val_}, {@code loss} first. */
    public List<String> measures() {
        Set<String> sorted = new TreeSet<>();
        keys().forEach(key -> sorted.add(key.startsWith(VALIDATION) ? key.substring(VALIDATION.length()) : key));
        List<String> measures = new ArrayList<>(sorted);
        if (measures.remove("loss")) {
            measures.add(0, "loss");
        }
        return List.copyOf(measures);
    }

    /** The 0-based epochs that were run. */
    public List<Integer> epochs() {
        return reports.stream().map(Epoch::epoch).toList();
    }

    /** What each epoch reported, in their order. */
    public List<Epoch> reports() {
        return reports;
    }

    /** Whether there are values of that key. */
    public boolean has(String key) {
        return values.containsKey(key);
    }

    /**
     * The values of a key, one for each epoch that reported it.
     *
     * @throws IllegalArgumentException if no epoch reported it; the message lists the keys
     */
    public List<Double> get(String key) {
        List<Double> list = values.get(key);
        if (list == null) {
            String hint = Similar.hint(key, keys());
            throw new IllegalArgumentException(
                    "the history has no '" + key + "'" + (hint.isEmpty() ? "." : hint) + " It has " + keys());
        }
        return list;
    }

    /**
     * The value of a key after the last epoch that reported it.
     *
     * @throws IllegalArgumentException if no epoch reported it
     */
    public double last(String key) {
        List<Double> list = get(key);
        return list.get(list.size() - 1);
    }

    /**
     * The curves as text, for a terminal or a log: a chart of each measure, in letters that every console has.
     *
     * <pre>
     * loss                                        * training   o validation
     *  0.6931 | *
     *         |  o
     *         |     *
     *  0.2104 |        *  *
     *         +--------------
     *           1          5   epoch
     * </pre>
     */
    public String chart() {
        return HistoryChart.of(this);
    }

    /**
     * Draws the curves: {@code .svg}, {@code .png} or {@code .html}, by the ending of the name. The file is written whole or not at all.
     *
     * @throws IllegalStateException if the module that draws is not on the class path; the message has its coordinates
     * @throws IllegalArgumentException if the file has another ending
     * @throws UncheckedIOException if the file cannot be written
     */
    public void plot(Path file) {
        Drawing.find("history.plot").history(this, file);
    }

    /**
     * Writes what {@code CSVLogger} would have written: a line for each epoch, {@code epoch} (from 0) and the values by name, {@code NA} where an epoch has none.
     * The file is written whole or not at all.
     *
     * @throws UncheckedIOException if the file cannot be written
     */
    public void write(Path file) {
        HistoryTable.write(this, file);
    }

    /** A line for each key: its values. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        values.forEach((key, list) -> text.append(text.isEmpty() ? "" : "\n")
                .append(key)
                .append(": ")
                .append(String.join(", ", list.stream().map(LogText::value).toList())));
        return text.toString();
    }
}
