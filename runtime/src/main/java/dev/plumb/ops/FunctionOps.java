package dev.plumb.ops;

import dev.plumb.ops.op.ElementFunction;
import dev.plumb.ops.op.Elementwise;

/** Functions of each element; the shape stays. */
public sealed interface FunctionOps permits Var {

    private Var self() {
        return (Var) this;
    }

    /** A function with its usual parameters. */
    default Var elementwise(ElementFunction function) {
        return self().apply(Elementwise.of(function));
    }

    /** {@code scale x + offset}. */
    default Var linear(float scale, float offset) {
        return self().apply(new Elementwise(ElementFunction.LINEAR, scale, offset));
    }

    default Var negated() {
        return linear(-1, 0);
    }

    /** {@code 1 / x}. */
    default Var reciprocal() {
        return pow(-1);
    }

    default Var abs() {
        return elementwise(ElementFunction.ABS);
    }

    /** -1, 0 or 1; no gradient. */
    default Var sign() {
        return elementwise(ElementFunction.SIGN);
    }

    /** Largest whole number that is not larger; no gradient. */
    default Var floor() {
        return elementwise(ElementFunction.FLOOR);
    }

    /** Smallest whole number that is not smaller; no gradient. */
    default Var ceil() {
        return negated().floor().negated();
    }

    /** Nearest whole number, of two the even one; no gradient. */
    default Var round() {
        return elementwise(ElementFunction.ROUND);
    }

    /** {@code min(max(x, low), high)}. */
    default Var clip(float low, float high) {
        return self().apply(new Elementwise(ElementFunction.CLIP, low, high));
    }

    // Powers, exponentials, circular functions.

    default Var square() {
        return elementwise(ElementFunction.SQUARE);
    }

    default Var sqrt() {
        return elementwise(ElementFunction.SQRT);
    }

    /** {@code 1 / sqrt(x)}. */
    default Var rsqrt() {
        return sqrt().reciprocal();
    }

    /** {@code x^exponent}. */
    default Var pow(float exponent) {
        return self().apply(new Elementwise(ElementFunction.POW, 1, exponent));
    }

    default Var exp() {
        return elementwise(ElementFunction.EXP);
    }

    /** {@code e^x - 1}, exact near 0. */
    default Var expm1() {
        return elementwise(ElementFunction.EXPM1);
    }

    default Var log() {
        return elementwise(ElementFunction.LOG);
    }

    /** {@code ln(1 + x)}, exact near 0. */
    default Var log1p() {
        return elementwise(ElementFunction.LOG1P);
    }

    default Var sin() {
        return elementwise(ElementFunction.SIN);
    }

    default Var cos() {
        return elementwise(ElementFunction.COS);
    }

    default Var tanh() {
        return elementwise(ElementFunction.TANH);
    }

    /** Error function. */
    default Var erf() {
        return elementwise(ElementFunction.ERF);
    }

    // Activations.

    default Var relu() {
        return relu(0);
    }

    /** {@code x > 0 ? x : negativeSlope x}, with a slope of at least 0. */
    default Var relu(float negativeSlope) {
        Require.that(negativeSlope >= 0, () -> "relu: expected a slope of at least 0, got " + negativeSlope, self());
        return self().apply(new Elementwise(ElementFunction.RELU, negativeSlope, 0));
    }

    /** {@code x > 0 ? x : alpha (e^x - 1)}, with an alpha of at least 0. */
    default Var elu(float alpha) {
        Require.that(alpha >= 0, () -> "elu: expected an alpha of at least 0, got " + alpha, self());
        return self().apply(new Elementwise(ElementFunction.ELU, alpha, 0));
    }

    /** {@code 1 / (1 + e^-x)}. */
    default Var logistic() {
        return elementwise(ElementFunction.LOGISTIC);
    }

    /** {@link #logistic()} by the name that Keras and JAX give it. */
    default Var sigmoid() {
        return logistic();
    }

    /** {@code ln(1 + e^x)}. */
    default Var softplus() {
        return elementwise(ElementFunction.SOFT_RELU);
    }

    /** {@code x / (1 + |x|)}. */
    default Var softsign() {
        return self().dividedBy(abs().plus(1));
    }

    /** {@code x logistic(x)}. */
    default Var swish() {
        return elementwise(ElementFunction.SWISH);
    }

    /** {@code x Phi(x)} with the normal distribution, or its approximation by a tanh. */
    default Var gelu(boolean approximate) {
        return elementwise(approximate ? ElementFunction.GELU_TANH : ElementFunction.GELU_ERF);
    }

    /** {@code x tanh(ln(1 + e^x))}. */
    default Var mish() {
        return elementwise(ElementFunction.MISH);
    }

    /** 1 where this is NaN, else 0; no gradient. */
    default Var isNaN() {
        return self().notEqualTo(self());
    }

    /** 1 where this is neither NaN nor infinite, else 0; no gradient. */
    default Var isFinite() {
        return abs().lessOrEqual(Float.MAX_VALUE);
    }
}
