package dev.plumb.ops.op;

/** Functions of one number with up to two parameters, {@code a} and {@code b}. */
public enum ElementFunction {
    /** {@code x > 0 ? x : a x}, a >= 0. */
    RELU(true),
    /** Hyperbolic tangent. */
    TANH(true),
    /** {@code 1 / (1 + e^-x)}. */
    LOGISTIC(true),
    /** {@code x > 0 ? x : a (e^x - 1)}, a >= 0. */
    ELU(true),
    /** {@code e^x}. */
    EXP(true),
    /** Square root. */
    SQRT(true),
    /** {@code min(max(x, a), b)}; no gradient outside of (a, b). */
    CLIP(true),
    /** Natural logarithm. */
    LOG(false),
    /** {@code x^2}. */
    SQUARE(false),
    /** {@code |x|}. */
    ABS(false),
    /** {@code a x + b}. */
    LINEAR(false),
    /** {@code x Phi(x)} with the exact normal distribution. */
    GELU_ERF(false),
    /** {@code 0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3)))}. */
    GELU_TANH(false),
    /** {@code x / (1 + e^(-a x))}. */
    SWISH(false),
    /** {@code x tanh(ln(1 + e^x))}. */
    MISH(false),
    /** {@code x min(max(a x + b, 0), 1)}. */
    HARDSWISH(false),
    /** {@code min(max(a x + b, 0), 1)}. */
    HARDSIGMOID(false),
    /** {@code ln(1 + e^(a x)) / a}. */
    SOFT_RELU(false),
    /** {@code a x^b}. */
    POW(false),
    /** -1, 0 or 1; no gradient. */
    SIGN(false),
    /** Largest whole number that is not larger; no gradient. */
    FLOOR(false),
    /** Nearest whole number, the even one of two; no gradient. */
    ROUND(false),
    /** Sine. */
    SIN(false),
    /** Cosine. */
    COS(false),
    /** Error function, {@code 2 / sqrt(pi)} times the integral of {@code e^(-t^2)} from 0 to x. */
    ERF(false),
    /** {@code ln(1 + x)}, exact near 0. */
    LOG1P(false),
    /** {@code e^x - 1}, exact near 0. */
    EXPM1(true);

    private final boolean differentiatedThroughOutput;

    ElementFunction(boolean differentiatedThroughOutput) {
        this.differentiatedThroughOutput = differentiatedThroughOutput;
    }

    /**
     * Whether {@link ElementwiseBackward} takes the function's output instead of its input. Then nothing needs the input
     * any more and the function can be fused into the op that makes it.
     */
    public boolean differentiatedThroughOutput() {
        return differentiatedThroughOutput;
    }

    /**
     * Whether {@link Fused} can apply it to the results of another op, and {@link ElementwiseBackward} knows its derivative. The others are
     * computed by themselves.
     */
    public boolean isFusible() {
        return switch (this) {
            case SIGN, FLOOR, ROUND, LOG, SIN, COS, ERF, LOG1P, EXPM1 -> false;
            default -> true;
        };
    }

    /** Whether the derivative is zero everywhere. */
    public boolean isPiecewiseConstant() {
        return this == SIGN || this == FLOOR || this == ROUND;
    }
}
