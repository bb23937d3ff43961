package dev.plumb.engine.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumb.engine.Program;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Runs.Array;
import dev.plumb.engine.Trace;
import dev.plumb.engine.onednn.Processor;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.MatMul;
import dev.plumb.ops.op.Quantize;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products of whole numbers, beside the same computed by loops, and beside those of the numbers themselves. */
final class QuantizeProductsTest {
    private static final int INNER = 512;
    private static final int COLUMNS = 260;

    @BeforeEach
    void onlyWhereTheProcessorHasIt() {
        assumeTrue(Processor.lackForInt8().isEmpty());
    }

    private static Program program(Array x, Array weights, Array bias, boolean transposed, boolean quantized) {
        Trace trace = new Trace();
        Var product = trace.input("x", x.type())
                .apply(new MatMul(false, transposed), trace.weight("weights", weights.type()));
        trace.output("result", product.plus(trace.weight("bias", bias.type())).relu());
        Program program = new QuantizeProducts(value -> quantized).apply(trace.finish());
        Verifier.verify(program);
        return Passes.apply(Passes.forStableWeights(), program);
    }

    private static float[] run(Array x, Array weights, Array bias, boolean transposed, boolean quantized) {
        Plan plan = Runs.prepare(program(x, weights, bias, transposed, quantized), Bindings.none());
        Runs.weight(plan, "weights").write(weights.numbers());
        Runs.weight(plan, "bias").write(bias.numbers());
        Runs.input(plan, "x").write(x.numbers());
        plan.run();
        return Runs.output(plan, "result").toFloats();
    }

    /** Each row and column by itself, with sums of whole numbers. */
    private static float[] expected(Array x, Array weights, Array bias, boolean transposed) {
        int rows = x.numbers().length / INNER;
        int columns = bias.numbers().length;
        float[] result = new float[rows * columns];
        for (int column = 0; column < columns; column++) {
            float[] numbers = new float[INNER];
            for (int i = 0; i < INNER; i++) {
                numbers[i] = weights.numbers()[transposed ? column * INNER + i : i * columns + column];
            }
            float columnStep = step(numbers);
            int[] factors = rounded(numbers, columnStep);
            for (int row = 0; row < rows; row++) {
                float[] own = Arrays.copyOfRange(x.numbers(), row * INNER, (row + 1) * INNER);
                float rowStep = step(own);
                int[] others = rounded(own, rowStep);
                int sum = 0;
                for (int i = 0; i < INNER; i++) {
                    sum += factors[i] * others[i];
                }
                result[row * columns + column] = Math.max(0, sum * columnStep * rowStep + bias.numbers()[column]);
            }
        }
        return result;
    }

    private static float step(float[] numbers) {
        float largest = 0;
        for (float number : numbers) {
            largest = Math.max(largest, Math.abs(number));
        }
        return Float.isInfinite(largest) ? Float.NaN : Math.max(largest / 127, Float.MIN_NORMAL);
    }

    private static int[] rounded(float[] numbers, float step) {
        int[] rounded = new int[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            rounded[i] = (int) Math.rint(numbers[i] / step);
        }
        return rounded;
    }

    private static Array weights(boolean transposed, int columns) {
        return transposed ? Runs.random(2, columns, INNER) : Runs.random(2, INNER, columns);
    }

    @ParameterizedTest
    @CsvSource({"1, false", "1, true", "2, false", "5, true", "64, false", "67, true"})
    void sumsAreExact(int rows, boolean transposed) {
        Array x = Runs.random(1, rows, INNER);
        assertSame(x, transposed, COLUMNS);
    }

    @Test
    void ofStepsAndOfColumnsThatFillNoRegister() {
        assertSame(Runs.random(1, 3, 7, INNER), false, COLUMNS);
        assertSame(Runs.random(1, 1, 7, INNER), true, COLUMNS);
        assertSame(Runs.random(1, 7, 1, INNER), false, 257);
    }

    private static void assertSame(Array x, boolean transposed, int columns) {
        Array weights = weights(transposed, columns);
        Array bias = Runs.random(3, columns);
        float[] expected = expected(x, weights, bias, transposed);
        float[] found = run(x, weights, bias, transposed, true);
        for (int i = 0; i < expected.length; i++) {
            // The last bits of a product of three and a sum.
            assertEquals(expected[i], found[i], 1e-6f * (1 + expected[i]), "number " + i);
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "9"})
    void nearTheProductsOfTheNumbersThemselves(int rows) {
        Array x = Runs.random(1, rows, INNER);
        Array weights = weights(false, COLUMNS);
        Array bias = Runs.random(3, COLUMNS);
        float[] expected = run(x, weights, bias, false, false);
        float[] found = run(x, weights, bias, false, true);
        // All sizes are at most 1, so each factor is off by at most half of 1/127.
        double bound = INNER * (1 / 127.0 + 1 / 254.0 / 254);
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i] - found[i]));
        }
        assertTrue(largest > 0 && largest < bound, "off by " + largest);
    }

    @Test
    void aRowHasTheSameResultAloneAndBesideOthers() {
        Array bias = Runs.random(3, COLUMNS);
        Array weights = weights(false, COLUMNS);
        Array x = special();
        int rows = x.type().size(0);
        float[] together = run(x, weights, bias, false, true);
        for (int row = 0; row < rows; row++) {
            Array alone =
                    Runs.array(List.of(1, INNER), Arrays.copyOfRange(x.numbers(), row * INNER, (row + 1) * INNER));
            assertArrayEquals(
                    Arrays.copyOfRange(together, row * COLUMNS, (row + 1) * COLUMNS),
                    run(alone, weights, bias, false, true),
                    "row " + row);
        }
    }

    /** Rows with ordinary numbers, zeros, NaN, an infinity, very small and very large numbers. */
    private static Array special() {
        Array x = Runs.random(1, 7, INNER);
        Arrays.fill(x.numbers(), INNER, 2 * INNER, 0);
        x.numbers()[2 * INNER + 17] = Float.NaN;
        x.numbers()[3 * INNER + 3] = Float.NEGATIVE_INFINITY;
        Arrays.fill(x.numbers(), 4 * INNER, 5 * INNER, 1e-42f);
        x.numbers()[5 * INNER] = 1e30f;
        return x;
    }

    @Test
    void rowsThatAreZeroOrNoNumbers() {
        Array bias = Runs.positive(3, COLUMNS);
        float[] found = run(special(), weights(false, COLUMNS), bias, false, true);
        assertArrayEquals(bias.numbers(), row(found, 1));
        for (int row : List.of(2, 3)) {
            for (float number : row(found, row)) {
                assertTrue(Float.isNaN(number), "row " + row + " has " + number);
            }
        }
        assertArrayEquals(bias.numbers(), row(found, 4), 1e-30f);
        for (int row : List.of(0, 5, 6)) {
            for (float number : row(found, row)) {
                assertTrue(Float.isFinite(number), "row " + row + " has " + number);
            }
        }
    }

    private static float[] row(float[] numbers, int row) {
        return Arrays.copyOfRange(numbers, row * COLUMNS, (row + 1) * COLUMNS);
    }

    @Test
    void aColumnThatIsNoNumberSpoilsNoOther() {
        Array weights = weights(false, COLUMNS);
        weights.numbers()[5] = Float.NaN;
        for (int row = 0; row < INNER; row++) {
            weights.numbers()[row * COLUMNS + 6] = 0;
        }
        float[] found = run(Runs.random(1, 1, INNER), weights, Runs.positive(3, COLUMNS), false, true);
        for (int column = 0; column < COLUMNS; column++) {
            assertEquals(column == 5, Float.isNaN(found[column]), "column " + column);
        }
        assertEquals(Runs.positive(3, COLUMNS).numbers()[6], found[6]);
    }

    @Test
    void onlyLargeMatricesOfWeights() {
        assertEquals(2, quantized(256));
        assertEquals(0, quantized(255));
        // The row is rounded once.
        assertEquals(3, quantized(256, 256));
    }

    /** How many arrays are rounded where the same row is multiplied by matrices with so many columns. */
    private static long quantized(int... columns) {
        Trace trace = new Trace();
        Var x = trace.input("x", Runs.random(1, 512, 512).type());
        for (int i = 0; i < columns.length; i++) {
            Var weights =
                    trace.weight("weights " + i, Runs.random(1, 512, columns[i]).type());
            trace.output("result " + i, x.matmul(weights));
        }
        trace.output("square", x.matmul(x));
        return new QuantizeProducts(value -> true)
                .apply(trace.finish()).instructions().stream()
                        .filter(instruction -> instruction.op() instanceof Quantize)
                        .count();
    }

    @Test
    void byTheCodeForIt() {
        for (int rows : List.of(1, 8, 64)) {
            Program program =
                    program(Runs.random(1, rows, INNER), weights(false, COLUMNS), Runs.random(3, COLUMNS), false, true);
            Plan plan = Runs.prepare(program, Bindings.none());
            assertEquals(
                    List.of(),
                    plan.kernels().stream()
                            .filter(kernel -> kernel.implementation().startsWith("ref"))
                            .map(kernel -> kernel.label())
                            .toList());
        }
    }
}
