package dev.plumb.layer;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.ElementFunction;
import dev.plumb.ops.op.Elementwise;
import dev.plumb.ops.op.Literal;
import dev.plumb.ops.op.Reduce;
import dev.plumb.ops.op.SortLast;

/** The activation functions of Keras 3 in ops. */
final class Activations {
    /** Constants of SELU (Klambauer et al. 2017). */
    static final double SELU_ALPHA = 1.6732632423543772;

    static final double SELU_SCALE = 1.0507009873554805;

    private static final float LEAKY_RELU_SLOPE = 0.2f;
    private static final float SHRINK = 0.5f;
    private static final float SQUAREPLUS = 4;

    private Activations() {}

    /** The activation of an array; tells the context where a loss can use the logits instead. */
    static Var apply(ActivationFunction function, LayerContext context, Var x) {
        Var result = apply(function, x);
        if (function == ActivationFunction.SOFTMAX || function == ActivationFunction.SIGMOID) {
            context.logits(result, function, x);
        }
        return result;
    }

    /** The activation of an array that is not the result of a layer. */
    static Var apply(ActivationFunction function, Var x) {
        return switch (function) {
            case LINEAR -> x;
            case RELU -> x.relu();
            case RELU6 -> x.clip(0, 6);
            case LEAKY_RELU -> x.relu(LEAKY_RELU_SLOPE);
            case ELU, CELU -> x.elu(1); // one function at alpha = 1
            case SELU -> x.elu((float) SELU_ALPHA).times((float) SELU_SCALE);
            case SIGMOID -> x.logistic();
            case HARD_SIGMOID -> x.apply(new Elementwise(ElementFunction.HARDSIGMOID, 1f / 6, 0.5f));
            case LOG_SIGMOID -> x.negated().softplus().negated();
            case SPARSE_SIGMOID -> x.apply(new Elementwise(ElementFunction.HARDSIGMOID, 0.5f, 0.5f));
            case TANH -> x.tanh();
            case HARD_TANH -> x.clip(-1, 1);
            case TANH_SHRINK -> x.minus(x.tanh());
            case SOFTPLUS -> x.softplus();
            case SQUAREPLUS -> x.plus(x.square().plus(SQUAREPLUS).sqrt()).times(0.5f);
            case SPARSE_PLUS ->
                x.clip(-1, 1).plus(1).square().times(0.25f).plus(x.maximum(1).minus(1));
            case SOFTSIGN -> x.dividedBy(x.abs().plus(1));
            case SOFT_SHRINK -> x.minus(x.clip(-SHRINK, SHRINK));
            case HARD_SHRINK -> x.times(x.abs().greater(SHRINK));
            case SILU -> x.swish();
            case HARD_SILU -> x.apply(new Elementwise(ElementFunction.HARDSWISH, 1f / 6, 0.5f));
            case GELU -> x.elementwise(ElementFunction.GELU_ERF);
            case MISH -> x.elementwise(ElementFunction.MISH);
            case GLU -> glu(x);
            case EXPONENTIAL -> x.exp();
            case SOFTMAX -> x.softmax(-1);
            case LOG_SOFTMAX -> x.logSoftmax(-1);
            case SPARSEMAX -> sparsemax(x);
        };
    }

    private static Var glu(Var x) {
        int half = x.size(-1) / 2;
        return x.slice(-1, 0, half).times(x.slice(-1, half, half).logistic());
    }

    /**
     * Martins and Astudillo 2016: max(x - threshold, 0), where the threshold makes the sum 1. The sorted values only decide which
     * elements are in the support; the threshold is then a mean over them, and its gradient the exact Jacobian.
     */
    private static Var sparsemax(Var x) {
        int size = x.size(-1);
        Var sorted = x.apply(new SortLast());
        float[] upTo = new float[size * size];
        float[] rank = new float[size];
        for (int row = 0; row < size; row++) {
            rank[row] = row + 1;
            for (int column = row; column < size; column++) {
                upTo[row * size + column] = 1;
            }
        }
        Var sums = sorted.matmul(x.recorder().constant(ArrayType.float32(size, size), Literal.of(upTo)));
        Var ranks = x.recorder().constant(ArrayType.float32(size), Literal.of(rank));
        Var inSupport = sorted.times(ranks).plus(1).greater(sums);
        Var count = inSupport.reduce(Reduce.Function.SUM, true, -1);
        // The smallest value of the support: ranks beyond it are pushed out of the way of the minimum.
        Var outside = inSupport.linear(-1, 1).times(Float.MAX_VALUE / 4);
        Var smallest = sorted.plus(outside).reduce(Reduce.Function.MIN, true, -1);
        Var support = x.greaterOrEqual(smallest);
        Var threshold =
                x.times(support).reduce(Reduce.Function.SUM, true, -1).minus(1).dividedBy(count);
        return x.minus(threshold).relu();
    }
}
