package dev.plumb.dsl;

import java.util.Locale;

/** An element-wise (or last-axis) function that a layer applies to its result; names, formulas and constants of Keras 3. */
public enum ActivationFunction {
    /** x. */
    LINEAR,
    /** max(x, 0). */
    RELU,
    /** min(max(x, 0), 6). */
    RELU6,
    /** x if x &gt; 0, else 0.2 x (the layer {@code LeakyReLU} has 0.3). */
    LEAKY_RELU,
    /** x if x &gt; 0, else e^x - 1. */
    ELU,
    /** max(x, 0) + e^min(x, 0) - 1. */
    CELU,
    /** 1.0507009873554805 (x if x &gt; 0, else 1.6732632423543772 (e^x - 1)). */
    SELU,
    /** 1 / (1 + e^-x). */
    SIGMOID,
    /** relu6(x + 3) / 6. */
    HARD_SIGMOID,
    /** -softplus(-x). */
    LOG_SIGMOID,
    /** 0 up to -1, 1 from 1, (x + 1) / 2 between. */
    SPARSE_SIGMOID,
    /** Hyperbolic tangent. */
    TANH,
    /** x clipped to [-1, 1]. */
    HARD_TANH,
    /** x - tanh x. */
    TANH_SHRINK,
    /** ln(1 + e^x). */
    SOFTPLUS,
    /** (x + sqrt(x^2 + 4)) / 2. */
    SQUAREPLUS,
    /** 0 up to -1, x from 1, (x + 1)^2 / 4 between. */
    SPARSE_PLUS,
    /** x / (1 + |x|). */
    SOFTSIGN,
    /** sign(x) max(|x| - 0.5, 0). */
    SOFT_SHRINK,
    /** x if |x| &gt; 0.5, else 0. */
    HARD_SHRINK,
    /** x sigmoid(x), also called swish. */
    SILU,
    /** x relu6(x + 3) / 6, also called hard swish. */
    HARD_SILU,
    /** x times the normal distribution function of x: the exact form, with erf. For x beyond 1e38 the result is infinite or NaN. */
    GELU,
    /** x tanh(softplus(x)). */
    MISH,
    /** The last axis in two halves a and b: a sigmoid(b). Halves the last axis. */
    GLU,
    /** e^x. */
    EXPONENTIAL,
    /** e^x over its sum along the last axis. */
    SOFTMAX,
    /** The logarithm of softmax, computed stably. */
    LOG_SOFTMAX,
    /** Euclidean projection of the last axis onto the probability simplex. */
    SPARSEMAX;

    /** The name in Keras: {@code relu}, {@code log_softmax}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether each element is a probability of its own. */
    public boolean isIndependentProbability() {
        return this == SIGMOID || this == HARD_SIGMOID || this == SPARSE_SIGMOID;
    }

    /** Whether the last axis is a probability distribution. */
    public boolean isDistribution() {
        return this == SOFTMAX || this == SPARSEMAX;
    }
}
