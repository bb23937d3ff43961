package dev.plumb.runtime;

import dev.plumb.array.InputException;
import dev.plumb.dsl.LossFunction;
import dev.plumb.graph.problem.Similar;
import dev.plumb.train.OutputTraining;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/** Weights of examples by the classes of their targets, as in Keras: classes that are not listed have 1. */
final class ClassWeights {
    /** Those of the only output. */
    static final String ONLY = "";

    static final ClassWeights NONE = new ClassWeights(Map.of());

    private final Map<String, Map<Integer, Double>> byOutput;

    private ClassWeights(Map<String, Map<Integer, Double>> byOutput) {
        this.byOutput = byOutput;
    }

    /**
     * Weights for outputs that are trained.
     *
     * @param stated by the names of outputs, or by {@link #ONLY}
     * @throws InputException if an output is not trained or not named, or its targets are no classes
     */
    static ClassWeights of(Map<String, Map<Integer, Double>> stated, List<OutputTraining> outputs) {
        Map<String, Map<Integer, Double>> byOutput = new LinkedHashMap<>();
        List<String> names = outputs.stream().map(OutputTraining::output).toList();
        stated.forEach((name, weights) -> {
            if (name.equals(ONLY) && names.size() != 1) {
                throw new InputException("the class weights name no output, and there are " + names
                        + ": expected Fit.classWeight(\"" + (names.isEmpty() ? "output" : names.get(0)) + "\", …)");
            }
            String output = name.equals(ONLY) ? names.get(0) : name;
            if (!names.contains(output)) {
                throw new InputException("there is no trained output '" + output + "' for class weights"
                        + Similar.hint(output, names) + ": there are " + names);
            }
            requireClasses(outputs.get(names.indexOf(output)));
            byOutput.put(output, weights);
        });
        return byOutput.isEmpty() ? NONE : new ClassWeights(byOutput);
    }

    private static void requireClasses(OutputTraining output) {
        Optional<LossFunction> loss = output.loss().function();
        if (loss.equals(Optional.of(LossFunction.CTC))) {
            throw new InputException("the targets of '" + output.output() + "' are rows of labels for ctc and have no class"
                    + " of their own: give the examples weights, dataset.sampleWeights(…)");
        }
    }

    boolean has(String output) {
        return byOutput.containsKey(output);
    }

    boolean isNone() {
        return byOutput.isEmpty();
    }

    /** The weights of a batch by its targets that are class indices. */
    void write(String output, IntBuffer targets, FloatBuffer weights) {
        write(output, targets.capacity(), index -> targets.get(index), weights);
    }

    /** The weights of a batch by its targets: the largest of several numbers is the class, one number is rounded. */
    void write(String output, FloatBuffer targets, FloatBuffer weights) {
        write(output, targets.capacity(), index -> targets.get(index), weights);
    }

    private void write(String output, int count, IntToDoubleFunction targets, FloatBuffer weights) {
        Map<Integer, Double> byClass = byOutput.get(output);
        int values = weights.capacity();
        if (byClass == null || count % values != 0) {
            throw new InputException("the targets of '" + output + "' have no class for each value of the loss: give the"
                    + " examples weights, dataset.sampleWeights(…)");
        }
        int classes = count / values;
        for (int i = 0; i < values; i++) {
            int label = classes == 1
                    ? (int) Math.rint(targets.applyAsDouble(i))
                    : largest(targets, i * classes, classes);
            weights.put(i, byClass.getOrDefault(label, 1.0).floatValue());
        }
    }

    private static int largest(IntToDoubleFunction numbers, int from, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            if (numbers.applyAsDouble(from + i) > numbers.applyAsDouble(from + best)) {
                best = i;
            }
        }
        return best;
    }
}
