package dev.plumb.runtime;

import dev.plumb.data.Dataset;
import dev.plumb.graph.problem.Percentage;
import dev.plumb.train.callback.Callback;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * How a model is fitted: {@code Fit.epochs(5).batchSize(32).validationSplit(0.2)}. Immutable; each setter returns changed options and throws
 * {@link IllegalArgumentException} for a value that makes no sense. The defaults are those of Keras.
 *
 * @param epochs the index of the last epoch plus one; the number of epochs unless {@code initialEpoch} is set
 * @param initialEpoch the 0-based epoch to begin with, when training is resumed; the orders of the epochs before it are skipped, see
 *     {@link Trainer#fit}
 * @param batchSize examples in a step; the last batch of an epoch may be smaller
 * @param validationSplit the share of the examples, taken from the end before shuffling, that is held back for validation; 0 for none
 * @param validationData examples to validate with; wins over {@code validationSplit}
 * @param validationBatchSize the batch size of validation, if it differs
 * @param validationFrequency validates after each so many epochs
 * @param shuffle whether each epoch takes the examples in a new random order
 * @param seed of the order of examples, if it is not to follow from the model's seed
 * @param verbosity what is printed
 * @param checkInputs whether all inputs and targets are searched for NaN and infinity first; shapes, types and labels are always checked
 * @param callbacks what looks at training and steers it, called in this order
 * @param classWeights weights of examples by their classes: of the only output by "", of others by their names
 * @param warnings whether what is probably a mistake is said, such as {@code docs/nothing-frozen.md}
 */
public record Fit(
        int epochs,
        int initialEpoch,
        int batchSize,
        double validationSplit,
        Optional<Dataset<?, ?>> validationData,
        OptionalInt validationBatchSize,
        int validationFrequency,
        boolean shuffle,
        OptionalLong seed,
        Verbosity verbosity,
        boolean checkInputs,
        List<Callback> callbacks,
        Map<String, Map<Integer, Double>> classWeights,
        boolean warnings) {

    public Fit {
        Objects.requireNonNull(validationData, "validationData is null");
        require(callbacks.stream().allMatch(Objects::nonNull), "callbacks must not be null", callbacks);
        callbacks = List.copyOf(callbacks);
        Objects.requireNonNull(verbosity, "the verbosity is null: SILENT prints nothing");
        require(epochs >= 1, "epochs must be at least 1", epochs);
        require(
                initialEpoch >= 0 && initialEpoch <= epochs,
                "initialEpoch must be from 0 to epochs = " + epochs,
                initialEpoch);
        require(batchSize >= 1, "batchSize must be at least 1", batchSize);
        require(
                validationSplit >= 0 && validationSplit < 1,
                "validationSplit must be a share of the examples, from 0 to less than 1"
                        + Percentage.hint(validationSplit),
                validationSplit);
        require(
                validationBatchSize.orElse(1) >= 1,
                "validationBatchSize must be at least 1",
                validationBatchSize.orElse(1));
        require(validationFrequency >= 1, "validationFrequency must be at least 1", validationFrequency);
        Map<String, Map<Integer, Double>> kept = new LinkedHashMap<>();
        classWeights.forEach((output, weights) -> {
            weights.forEach((label, weight) -> require(
                    Float.isFinite(weight.floatValue()) && weight >= 0,
                    "the weight of class " + label + " must be a finite float32 number, 0 or more",
                    weight));
            if (!weights.isEmpty()) {
                kept.put(output, Map.copyOf(weights));
            }
        });
        classWeights = Collections.unmodifiableMap(kept);
    }

    private static void require(boolean holds, String expectation, Object found) {
        if (!holds) {
            throw new IllegalArgumentException(expectation + ", found " + found);
        }
    }

    /** One epoch with all defaults. */
    public static Fit defaults() {
        return epochs(1);
    }

    /** So many epochs, batches of 32, shuffled, no validation. */
    public static Fit epochs(int epochs) {
        return new Fit(
                epochs,
                0,
                32,
                0,
                Optional.empty(),
                OptionalInt.empty(),
                1,
                true,
                OptionalLong.empty(),
                Verbosity.AUTO,
                false,
                List.of(),
                Map.of(),
                true);
    }

    /** Begins with this 0-based epoch, to resume training. */
    public Fit initialEpoch(int epoch) {
        return edited(options -> options.initialEpoch = epoch);
    }

    /** Takes so many examples in a step. */
    public Fit batchSize(int examples) {
        return edited(options -> options.batchSize = examples);
    }

    /** Holds back a share of the examples, from the end, for validation. */
    public Fit validationSplit(double share) {
        return edited(options -> options.validationSplit = share);
    }

    /** Validates with these examples. */
    public Fit validationData(Dataset<?, ?> dataset) {
        return edited(options -> options.validationData =
                Optional.of(Objects.requireNonNull(dataset, "the validation data set is null")));
    }

    /** Validates in batches of another size. */
    public Fit validationBatchSize(int examples) {
        return edited(options -> options.validationBatchSize = OptionalInt.of(examples));
    }

    /** Validates after each so many epochs. */
    public Fit validationFrequency(int everyEpochs) {
        return edited(options -> options.validationFrequency = everyEpochs);
    }

    /** Whether each epoch takes the examples in a new random order. */
    public Fit shuffle(boolean shuffled) {
        return edited(options -> options.shuffle = shuffled);
    }

    /** Fixes the order of examples. */
    public Fit seed(long orderSeed) {
        return edited(options -> options.seed = OptionalLong.of(orderSeed));
    }

    /** What is printed. */
    public Fit verbose(Verbosity level) {
        return edited(options -> options.verbosity = level);
    }

    /** Whether to search all inputs and targets for NaN and infinity first. */
    public Fit checkInputs(boolean checked) {
        return edited(options -> options.checkInputs = checked);
    }

    /** What looks at training and steers it, called in this order. Replaces those that were given before. */
    public Fit callbacks(Callback... inOrder) {
        return edited(options -> options.callbacks = new ArrayList<>(Arrays.asList(inOrder)));
    }

    /**
     * Multiplies the loss of each training example by the weight of its class, for a model with one trained output: against classes of unequal
     * size. The class of an example is its target: an index, the largest of several numbers, or one number rounded. Classes that are not
     * listed have 1; an empty map is none. Not together with sample weights of the data set; validation does not use them. A weight for a class that the
     * output does not have is refused, one of which no target of the first epoch was is said as a warning.
     */
    public Fit classWeight(Map<Integer, Double> byClass) {
        return classWeight(ClassWeights.ONLY, byClass);
    }

    /** The weights of classes of one output, see {@link #classWeight(Map)}. */
    public Fit classWeight(String output, Map<Integer, Double> byClass) {
        Objects.requireNonNull(output, "the name of the output is null");
        Objects.requireNonNull(byClass, "the class weights are null");
        return edited(options -> {
            options.classWeights = new LinkedHashMap<>(options.classWeights);
            options.classWeights.put(output, byClass);
        });
    }

    /** Whether what is probably a mistake is said before training. */
    public Fit warnings(boolean said) {
        return edited(options -> options.warnings = said);
    }

    private Fit edited(Consumer<Options> change) {
        Options options = new Options(this);
        change.accept(options);
        return options.fit();
    }

    /** The options while one of them is changed. */
    private static final class Options {
        private int epochs;
        private int initialEpoch;
        private int batchSize;
        private double validationSplit;
        private Optional<Dataset<?, ?>> validationData;
        private OptionalInt validationBatchSize;
        private int validationFrequency;
        private boolean shuffle;
        private OptionalLong seed;
        private Verbosity verbosity;
        private boolean checkInputs;
        private List<Callback> callbacks;
        private Map<String, Map<Integer, Double>> classWeights;
        private boolean warnings;

        Options(Fit fit) {
            epochs = fit.epochs;
            initialEpoch = fit.initialEpoch;
            batchSize = fit.batchSize;
            validationSplit = fit.validationSplit;
            validationData = fit.validationData;
            validationBatchSize = fit.validationBatchSize;
            validationFrequency = fit.validationFrequency;
            shuffle = fit.shuffle;
            seed = fit.seed;
            verbosity = fit.verbosity;
            checkInputs = fit.checkInputs;
            callbacks = fit.callbacks;
            classWeights = fit.classWeights;
            warnings = fit.warnings;
        }

        Fit fit() {
            return new Fit(
                    epochs,
                    initialEpoch,
                    batchSize,
                    validationSplit,
                    validationData,
                    validationBatchSize,
                    validationFrequency,
                    shuffle,
                    seed,
                    verbosity,
                    checkInputs,
                    callbacks,
                    classWeights,
                    warnings);
        }
    }
}
