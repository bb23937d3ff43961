package dev.plumb.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The numbers of examples of a fit whose batches are all to be of one size, and what makes them so.
 *
 * @param training examples; 0 if that is not known
 * @param validation examples; 0 if there is none, or that is not known
 * @param split the share of the examples that validation was cut off by; 0 if it was not
 */
record WholeBatches(int training, int validation, double split) {

    /** Of one part. */
    WholeBatches(int examples) {
        this(examples, 0, 0);
    }

    /** The size of the first batch. */
    int size(int batchSize) {
        return training == 0 ? batchSize : Math.min(batchSize, training);
    }

    /** Whether all batches of training are of one size. */
    boolean inTraining(int batchSize) {
        return training % size(batchSize) == 0;
    }

    /** Whether all batches of validation are of the size of those of training; if the latter is not known, of one size. */
    boolean inValidation(int batchSize, int validationBatchSize) {
        if (validation == 0 || (training == 0 && validation <= validationBatchSize)) {
            return true;
        }
        return Math.min(validationBatchSize, validation) == size(batchSize) && validation % size(batchSize) == 0;
    }

    private boolean in(int batchSize) {
        return inTraining(batchSize) && inValidation(batchSize, batchSize);
    }

    /** The largest up to a size that divides all parts. */
    int divisor(int batchSize) {
        int divisor = size(batchSize);
        while (!in(divisor)) {
            divisor--;
        }
        return divisor;
    }

    /** What is to be done, for one size in training and in validation. */
    String fix(int batchSize) {
        String divides = "batchSize(" + divisor(batchSize) + ") divides "
                + (training == 0 || validation == 0 ? "them" : "both parts");
        List<String> takes = takes(batchSize);
        return takes.isEmpty() ? divides : divides + ", or leave the last ones out: " + String.join(" and ", takes);
    }

    /** The first examples that are whole batches of the same size; empty if some part has not one. */
    private List<String> takes(int batchSize) {
        if (split > 0) {
            OptionalInt whole = beforeSplit(batchSize);
            return whole.isPresent() ? List.of("take(" + whole.getAsInt() + ") before the split") : List.of();
        }
        int size = size(batchSize);
        int trained = training - training % size;
        int validated = trained >= batchSize || training == 0 ? validation - validation % size : trained;
        if (validation > 0 && (validated == 0 || validated > validation)) {
            return List.of();
        }
        List<String> takes = new ArrayList<>();
        if (trained != training) {
            takes.add("take(" + trained + ")" + (validation > 0 ? " of training" : ""));
        }
        if (validation > 0 && validated != validation) {
            takes.add("take(" + validated + ") of validation");
        }
        return takes;
    }

    /** The most examples whose parts are whole batches. A split keeps {@code floor(size * (1 - split))} for training. */
    private OptionalInt beforeSplit(int batchSize) {
        for (int examples = training + validation - 1; examples > 1; examples--) {
            int first = (int) Math.floor(examples * (1 - split));
            WholeBatches parts = new WholeBatches(first, examples - first, split);
            if (parts.training > 0
                    && parts.validation > 0
                    && parts.size(batchSize) == size(batchSize)
                    && parts.in(batchSize)) {
                return OptionalInt.of(examples);
            }
        }
        return OptionalInt.empty();
    }
}
