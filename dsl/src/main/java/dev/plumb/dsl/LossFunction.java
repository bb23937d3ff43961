package dev.plumb.dsl;

import java.util.Locale;

/** What training minimises, by the formulas of Keras 3: a value per sample, averaged over the batch. */
public enum LossFunction {
    /** mean (prediction - target)^2 over the last axis. */
    MEAN_SQUARED_ERROR,
    /** mean |prediction - target| over the last axis. */
    MEAN_ABSOLUTE_ERROR,
    /** Mean over the last axis of -(y ln p + (1 - y) ln(1 - p)): targets of 0 and 1, each on its own. */
    BINARY_CROSSENTROPY,
    /** -sum y ln p over the last axis: one-hot targets of the output's shape. */
    CATEGORICAL_CROSSENTROPY,
    /** -ln p[y]: targets are class indices. */
    SPARSE_CATEGORICAL_CROSSENTROPY;

    /** The name in Keras: {@code mean_squared_error}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether targets are class indices, without the output's last axis. */
    public boolean hasSparseTargets() {
        return this == SPARSE_CATEGORICAL_CROSSENTROPY;
    }

    /** Whether it reads the output as probabilities (or logits). */
    public boolean isCrossentropy() {
        return this == BINARY_CROSSENTROPY
                || this == CATEGORICAL_CROSSENTROPY
                || this == SPARSE_CATEGORICAL_CROSSENTROPY;
    }

    /** Whether it is over classes that exclude each other. */
    public boolean isCategorical() {
        return this == CATEGORICAL_CROSSENTROPY || this == SPARSE_CATEGORICAL_CROSSENTROPY;
    }
}
