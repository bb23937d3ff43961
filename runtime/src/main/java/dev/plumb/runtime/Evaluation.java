package dev.plumb.runtime;

import dev.plumb.graph.problem.Similar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The loss and metrics of a model on a data set. */
public final class Evaluation {
    private static final String LOSS = "loss";

    private final Map<String, Double> values;
    private final Map<String, double[][]> tables;

    private Evaluation(Map<String, Double> values, Map<String, double[][]> tables) {
        this.values = values;
        this.tables = tables;
    }

    /**
     * The values by name, most often among them {@code loss}.
     */
    public static Evaluation of(Map<String, Double> values) {
        return of(values, Map.of());
    }

    /**
     * The same, with all numbers of metrics that have several.
     *
     * @param tables by the names of metrics
     */
    static Evaluation of(Map<String, Double> values, Map<String, double[][]> tables) {
        Map<String, Double> ordered = new LinkedHashMap<>();
        Double loss = values.get(LOSS);
        if (loss != null) {
            ordered.put(LOSS, loss);
        }
        values.forEach((name, value) -> {
            if (name.endsWith("_" + LOSS)) {
                ordered.put(name, value);
            }
        });
        values.keySet().stream().sorted().forEach(name -> ordered.putIfAbsent(name, values.get(name)));
        return new Evaluation(Collections.unmodifiableMap(ordered), tables);
    }

    /**
     * The total: weighted losses of all outputs and penalties on weights.
     *
     * @throws IllegalArgumentException if a step of one's own reported none
     */
    public double loss() {
        return get(LOSS);
    }

    /** In the order of Keras: {@code loss}, the losses of the outputs as given, everything else in alphabetical order. */
    public List<String> names() {
        return new ArrayList<>(values.keySet());
    }

    /**
     * One value.
     *
     * @throws IllegalArgumentException if there is none of that name; the message lists the names
     */
    public double get(String name) {
        Double value = values.get(name);
        if (value == null) {
            String hint = Similar.hint(name, values.keySet());
            throw new IllegalArgumentException("the evaluation has no '" + name + "'" + (hint.isEmpty() ? "." : hint)
                    + " It has " + values.keySet());
        }
        return value;
    }

    /**
     * All numbers of a metric: the confusion matrix with a row for each true class, or in a single row the score of each class, label or threshold. Of a
     * metric of one number, that one.
     *
     * @return a copy
     * @throws IllegalArgumentException if there is no metric of that name; the message lists the names
     */
    public double[][] table(String name) {
        double[][] table = tables.get(name);
        return table == null
                ? new double[][] {{get(name)}}
                : Arrays.stream(table).map(double[]::clone).toArray(double[][]::new);
    }

    /** The values by name, in the order of {@link #names}. */
    public Map<String, Double> values() {
        return values;
    }

    /** As Keras prints them: {@code accuracy: 0.9827 - loss: 0.0541}. */
    @Override
    public String toString() {
        return LogText.values(values).replaceFirst("^ - ", "");
    }
}
