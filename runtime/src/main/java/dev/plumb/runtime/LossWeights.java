package dev.plumb.runtime;

import dev.plumb.graph.problem.Similar;
import dev.plumb.train.AddedLoss;
import dev.plumb.train.OutputTraining;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The weights of losses that were set while training, where those that are stated stay the same. */
final class LossWeights {
    private static final String SET = "set_loss_weight/";
    private static final String STATED = "stated_loss_weight/";

    /** What was set, and what the trainer said that it was set for. */
    private record Entry(double weight, double stated) {}

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** What a trainer states, by the names of the outputs and of the losses that are added to theirs. */
    static Map<String, Double> stated(List<OutputTraining> outputs, List<AddedLoss> added) {
        Map<String, Double> stated = new LinkedHashMap<>();
        outputs.forEach(output -> stated.put(output.output(), output.weight()));
        added.forEach(loss -> stated.put(loss.name(), loss.weight()));
        return stated;
    }

    /** Whether a number of this name is one that {@link #write} gives. */
    static boolean isNumber(String name) {
        return name.startsWith(SET) || name.startsWith(STATED);
    }

    /**
     * Gives a loss another weight.
     *
     * @param stated the weights that the trainer states, by the names of the losses
     */
    void set(String name, double weight, Map<String, Double> stated) {
        double before = required(name, stated);
        if (!Float.isFinite((float) weight)) {
            throw new IllegalArgumentException(
                    "the weight of the loss '" + name + "' must be a finite float32 number, found " + weight);
        }
        entries.put(name, new Entry(weight, before));
    }

    /** The weight of a loss. */
    double get(String name, Map<String, Double> stated) {
        double before = required(name, stated);
        Entry entry = entries.get(name);
        // One that another trainer states is meant.
        return entry != null && entry.stated() == before ? entry.weight() : before;
    }

    private static double required(String name, Map<String, Double> stated) {
        Double weight = stated.get(name);
        if (weight == null) {
            throw new IllegalArgumentException("there is no loss '" + name + "'"
                    + Similar.hint(String.valueOf(name), stated.keySet()) + ": there are " + stated.keySet());
        }
        return weight;
    }

    /** Whether none was set: then the step has the stated ones as constants. */
    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** The outputs with the weights of now. */
    List<OutputTraining> now(List<OutputTraining> outputs, Map<String, Double> stated) {
        return isEmpty()
                ? outputs
                : outputs.stream()
                        .map(output -> new OutputTraining(
                                output.output(), output.loss(), get(output.output(), stated), output.metrics()))
                        .toList();
    }

    /** The added losses with the weights of now. */
    List<AddedLoss> nowAdded(List<AddedLoss> added, Map<String, Double> stated) {
        return isEmpty()
                ? added
                : added.stream()
                        .map(loss -> new AddedLoss(loss.name(), get(loss.name(), stated), loss.loss()))
                        .toList();
    }

    /** As numbers of a file. */
    void write(Map<String, Double> numbers) {
        entries.forEach((name, entry) -> {
            numbers.put(SET + name, entry.weight());
            numbers.put(STATED + name, entry.stated());
        });
    }

    /** From the numbers of a file. */
    void read(Map<String, Double> numbers) {
        for (String key : new ArrayList<>(numbers.keySet())) {
            if (key.startsWith(SET)) {
                String name = key.substring(SET.length());
                double weight = numbers.get(key);
                entries.put(name, new Entry(weight, numbers.getOrDefault(STATED + name, weight)));
            }
        }
    }
}
