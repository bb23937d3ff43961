package dev.plumb.dsl;

import java.util.Locale;

/**
 * What training minimises, by the formulas and defaults of Keras 3: a value per sample, averaged over the batch. {@code Losses} has them with
 * their other options. p is the output and y the target; means and sums are over the last axis.
 */
public enum LossFunction {
    /** mean (p - y)^2. */
    MEAN_SQUARED_ERROR,
    /** mean |p - y|. */
    MEAN_ABSOLUTE_ERROR,
    /** 100 mean |p - y| / |y|. */
    MEAN_ABSOLUTE_PERCENTAGE_ERROR,
    /** mean (ln(1 + p) - ln(1 + y))^2: outputs and targets of 0 or more. */
    MEAN_SQUARED_LOGARITHMIC_ERROR,
    /** mean of (p - y)^2 / 2 up to a distance of 1, from there on |p - y| - 1/2. */
    HUBER,
    /** mean ln cosh(p - y). */
    LOG_COSH,
    /** mean p - y ln p: outputs are expected counts, targets counts. */
    POISSON,
    /** -cos of the angle between p and y. */
    COSINE_SIMILARITY,
    /** sum y ln(y / p): both are distributions. */
    KL_DIVERGENCE,
    /** mean max(0, 1 - y p): targets are -1 and 1, or 0 and 1, which become these. */
    HINGE,
    /** mean max(0, 1 - y p)^2, with the targets of {@link #HINGE}. */
    SQUARED_HINGE,
    /** max(0, 1 + max (1 - y) p - sum y p): one-hot targets, outputs are scores. */
    CATEGORICAL_HINGE,
    /** mean -(y ln p + (1 - y) ln(1 - p)): targets of 0 and 1, each on its own. */
    BINARY_CROSSENTROPY,
    /** -sum y ln p: one-hot targets of the output's shape. */
    CATEGORICAL_CROSSENTROPY,
    /** -ln p[y]: targets are class indices. */
    SPARSE_CATEGORICAL_CROSSENTROPY,
    /** Binary cross-entropy times (1 - q)^2, q the probability of what is right: what is easy counts less. */
    BINARY_FOCAL_CROSSENTROPY,
    /** -1/4 sum y (1 - p)^2 ln p: what is easy counts less. */
    CATEGORICAL_FOCAL_CROSSENTROPY,
    /** 2 (1 - p[y]^(1/2)), which bears wrong labels: targets are class indices. */
    CATEGORICAL_GENERALIZED_CROSS_ENTROPY,
    /** 1 - 2 sum y p / (sum y + sum p), over all of a batch. */
    DICE,
    /** 1 - sum y p / (sum y p + half of what is in one of them only), over all of a batch. */
    TVERSKY,
    /** Brings embeddings (of length 1) of one label together and those of others apart: targets are labels. */
    CIRCLE,
    /** How unlikely a sequence of labels is when nobody knows at which steps they are: outputs are logits over time, 0 is the blank. */
    CTC;

    /** The name in Keras: {@code mean_squared_error}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether targets are whole numbers, such as class indices, without the output's last axis. */
    public boolean hasSparseTargets() {
        return switch (this) {
            case SPARSE_CATEGORICAL_CROSSENTROPY, CATEGORICAL_GENERALIZED_CROSS_ENTROPY, CIRCLE, CTC -> true;
            default -> false;
        };
    }

    /** Whether it reads the output as probabilities (or logits). */
    public boolean isCrossentropy() {
        return isCategorical() || this == BINARY_CROSSENTROPY || this == BINARY_FOCAL_CROSSENTROPY;
    }

    /** Whether it is over classes that exclude each other. */
    public boolean isCategorical() {
        return switch (this) {
            case CATEGORICAL_CROSSENTROPY,
                    SPARSE_CATEGORICAL_CROSSENTROPY,
                    CATEGORICAL_FOCAL_CROSSENTROPY,
                    CATEGORICAL_GENERALIZED_CROSS_ENTROPY -> true;
            default -> false;
        };
    }

    /** Whether it can be told that the output is logits. */
    public boolean takesLogits() {
        return isCrossentropy() && this != CATEGORICAL_GENERALIZED_CROSS_ENTROPY;
    }

    /** Whether it can pull its targets towards the uniform distribution. */
    public boolean smoothsLabels() {
        return isCrossentropy() && !hasSparseTargets();
    }

    /** Whether it turns on the largest of several scores, so that the last axis is a choice among classes. */
    public boolean choosesClass() {
        return isCategorical() || this == CATEGORICAL_HINGE;
    }
}
