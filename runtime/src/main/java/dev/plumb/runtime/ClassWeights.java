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
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;

/** Weights of examples by the classes of their targets, as in Keras: classes that are not listed have 1. */
final class ClassWeights {
    /** Those of the only output. */
    static final String ONLY = "";

    static final ClassWeights NONE = new ClassWeights(Map.of());

    private static final System.Logger LOGGER = System.getLogger(ClassWeights.class.getName());

    private final Map<String, Map<Integer, Double>> byOutput;

    /** The classes that have a weight, and of which no target was so far. */
    private final Map<String, Set<Integer>> unseen = new LinkedHashMap<>();

    private ClassWeights(Map<String, Map<Integer, Double>> byOutput) {
        this.byOutput = byOutput;
        byOutput.forEach((output, weights) -> unseen.put(output, new TreeSet<>(weights.keySet())));
    }

    /** Says after an epoch of training which weights did nothing, because no target was of their class: typing errors look like this. */
    void sayUnseen() {
        unseen.forEach((output, classes) -> {
            if (!classes.isEmpty()) {
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        "[plumb/unseen-class] Fit.classWeight gives "
                                + (classes.size() == 1 ? "class " : "each of the classes ")
                                + classes.stream().map(String::valueOf).collect(Collectors.joining(", ")) + " of '"
                                + output + "' a weight, and no target of the first epoch was of "
                                + (classes.size() == 1 ? "it" : "them")
                                + ". If this is meant: Fit.warnings(false). See docs/losses.md");
            }
        });
    }

    /**
     * Weights for outputs that are trained.
     *
     * @param stated by the names of outputs, or by {@link #ONLY}
     * @param classes that the targets of an output can be of, if that is known
     * @throws InputException if an output is not trained or not named, its targets are no classes, or a class is none of them
     */
    static ClassWeights of(
            Map<String, Map<Integer, Double>> stated,
            List<OutputTraining> outputs,
            Function<OutputTraining, Optional<TargetClasses>> classes) {
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
            OutputTraining training = outputs.get(names.indexOf(output));
            requireClasses(training);
            classes.apply(training).ifPresent(range -> requireWithin(output, range, weights.keySet()));
            byOutput.put(output, weights);
        });
        return byOutput.isEmpty() ? NONE : new ClassWeights(byOutput);
    }

    private static void requireWithin(String output, TargetClasses classes, Set<Integer> weighted) {
        for (int label : new TreeSet<>(weighted)) {
            if (!classes.contains(label)) {
                throw new InputException("the class weights of '" + output + "' have one for class " + label
                        + ": expected classes from " + classes.first() + " to " + classes.last());
            }
        }
    }

    private static void requireClasses(OutputTraining output) {
        Optional<LossFunction> loss = output.loss().function();
        if (loss.equals(Optional.of(LossFunction.CTC))) {
            throw new InputException(
                    "the targets of '" + output.output() + "' are rows of labels for ctc and have no class"
                            + " of their own: give the examples weights, dataset.sampleWeights(…)");
        }
    }

    boolean has(String output) {
        return byOutput.containsKey(output);
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
            throw new InputException(
                    "the targets of '" + output + "' have no class for each value of the loss: give the"
                            + " examples weights, dataset.sampleWeights(…)");
        }
        Set<Integer> missed = unseen.getOrDefault(output, Set.of());
        int classes = count / values;
        for (int i = 0; i < values; i++) {
            int label =
                    classes == 1 ? (int) Math.rint(targets.applyAsDouble(i)) : largest(targets, i * classes, classes);
            weights.put(i, byClass.getOrDefault(label, 1.0).floatValue());
            if (!missed.isEmpty()) {
                missed.remove(label);
            }
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
