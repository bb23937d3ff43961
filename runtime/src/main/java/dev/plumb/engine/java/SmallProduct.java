package dev.plumb.engine.java;

import dev.plumb.engine.plan.KernelList;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.ElementFunction;
import dev.plumb.ops.op.Elementwise;
import dev.plumb.ops.op.MatMul;
import dev.plumb.ops.op.PostOp;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The product of a few examples with a matrix that stays the same, with bias and activation. The matrix is copied to the Java heap, row by row, whenever weights have
 * changed: over four rows at a time the JVM makes vector instructions of the loop, over one flat array it does not.
 */
final class SmallProduct {
    /** The numbers of the matrix: beyond, a library that blocks for registers and caches is faster. Measured: docs/benchmarks.md. */
    private static final int MOST_WEIGHTS = 20_000;

    private static final int MOST_EXAMPLES = 4;

    private static final int ROWS_AT_A_TIME = 4;

    private final FloatBuffer from;
    private final FloatBuffer to;
    private final int examples;
    private final float[] example;
    private final float[] result;
    private final float[][] matrix;
    /** Zeros if there is none. */
    private final float[] bias;

    private final Activation activation;

    private SmallProduct(Work work, int inner, int columns, Activation activation) {
        this.from = work.input(0).borrowFloats();
        this.to = work.output(0).borrowFloats();
        this.examples = work.output(0).type().elements() / columns;
        this.example = new float[inner];
        this.result = new float[columns];
        this.matrix = new float[inner][columns];
        this.bias = new float[columns];
        this.activation = activation;
    }

    /** What follows the sum, in place. */
    private interface Activation {
        void apply(float[] numbers);
    }

    /** Adds the kernels of a product if it is small and its matrix and bias stay the same, or returns false. */
    static boolean add(MatMul op, boolean hasBias, List<PostOp> postOps, Work work, KernelList kernels) {
        ArrayType weights = work.input(1).type();
        Optional<Activation> activation = activation(postOps);
        if (activation.isEmpty() || op.transposeA() || weights.rank() != 2 || weights.narrow() || !work.isStable(1)) {
            return false;
        }
        int inner = work.input(0).type().size(-1);
        int columns = work.output(0).type().size(-1);
        if (weights.elements() > MOST_WEIGHTS
                || inner == 0
                || work.input(0).type().elements() > (long) MOST_EXAMPLES * inner
                || (hasBias && !work.isStable(2))) {
            return false;
        }
        SmallProduct product = new SmallProduct(work, inner, columns, activation.get());
        Slot bias = hasBias ? work.input(2) : null;
        kernels.add(JavaKernels.task(work, () -> product.copy(work.input(1), op.transposeB(), bias)), true);
        kernels.add(JavaKernels.task(work, product::run), false);
        return true;
    }

    private static Optional<Activation> activation(List<PostOp> postOps) {
        if (postOps.isEmpty()) {
            return Optional.of(numbers -> {});
        }
        if (postOps.size() > 1 || !(postOps.get(0) instanceof PostOp.Apply apply)) {
            return Optional.empty();
        }
        Elementwise function = apply.elementwise();
        if (function.isPlainRelu()) {
            return Optional.of(SmallProduct::relu);
        }
        return function.function() == ElementFunction.LOGISTIC ? Optional.of(SmallProduct::logistic) : Optional.empty();
    }

    private void copy(Slot weights, boolean transposed, @Nullable Slot biasSlot) {
        FloatBuffer numbers = weights.floats();
        for (int row = 0; row < matrix.length; row++) {
            if (transposed) {
                for (int column = 0; column < bias.length; column++) {
                    matrix[row][column] = numbers.get(column * matrix.length + row);
                }
            } else {
                numbers.get(row * bias.length, matrix[row]);
            }
        }
        if (biasSlot != null) {
            biasSlot.floats().get(0, bias);
        }
    }

    private void run() {
        for (int i = 0; i < examples; i++) {
            from.get(i * example.length, example);
            System.arraycopy(bias, 0, result, 0, result.length);
            multiply(example, matrix, result);
            activation.apply(result);
            to.put(i * result.length, result);
        }
    }

    private static void multiply(float[] example, float[][] matrix, float[] result) {
        int row = 0;
        for (; row + ROWS_AT_A_TIME <= example.length; row += ROWS_AT_A_TIME) {
            addFour(
                    example[row],
                    example[row + 1],
                    example[row + 2],
                    example[row + 3],
                    matrix[row],
                    matrix[row + 1],
                    matrix[row + 2],
                    matrix[row + 3],
                    result);
        }
        for (; row < example.length; row++) {
            addOne(example[row], matrix[row], result);
        }
    }

    private static void addFour(
            float a,
            float b,
            float c,
            float d,
            float[] rowA,
            float[] rowB,
            float[] rowC,
            float[] rowD,
            float[] result) {
        for (int i = 0; i < result.length; i++) {
            result[i] += a * rowA[i] + b * rowB[i] + c * rowC[i] + d * rowD[i];
        }
    }

    private static void addOne(float a, float[] row, float[] result) {
        for (int i = 0; i < result.length; i++) {
            result[i] += a * row[i];
        }
    }

    /** {@link Math#max} keeps NaN. Minus infinity becomes NaN as in a product of more examples, where oneDNN multiplies it by 0. */
    private static void relu(float[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Math.max(numbers[i], 0) + 0 * Math.min(numbers[i], 0);
        }
    }

    private static void logistic(float[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            float power = Exponential.of(-Math.abs(numbers[i]));
            numbers[i] = (numbers[i] < 0 ? power : 1) / (1 + power);
        }
    }
}
