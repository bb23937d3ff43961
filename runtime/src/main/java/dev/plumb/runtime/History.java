package dev.plumb.runtime;

import dev.plumb.graph.problem.Similar;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was reported after each epoch: {@code history.get("val_loss")}. Keys are in alphabetical order, as in Keras 3: those of training, and
 * with the prefix {@code val_} those of validation.
 */
public final class History {
    private final List<Integer> epochs;
    private final SortedMap<String, List<Double>> values;

    private History(List<Integer> epochs, SortedMap<String, List<Double>> values) {
        this.epochs = epochs;
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
    }

    /** The history of epochs, in their order. */
    public static History of(List<Epoch> epochs) {
        SortedMap<String, List<Double>> values = new TreeMap<>();
        for (Epoch epoch : epochs) {
            epoch.values().forEach((key, value) -> values.computeIfAbsent(key, k -> new ArrayList<>())
                    .add(value));
        }
        values.replaceAll((key, list) -> List.copyOf(list));
        return new History(epochs.stream().map(Epoch::epoch).toList(), Collections.unmodifiableSortedMap(values));
    }

    /** The keys in alphabetical order. */
    public Set<String> keys() {
        return values.keySet();
    }

    /** The 0-based epochs that were run. */
    public List<Integer> epochs() {
        return epochs;
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
