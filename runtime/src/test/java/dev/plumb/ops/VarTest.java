package dev.plumb.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.DType;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Runs.Array;
import dev.plumb.engine.Trace;
import dev.plumb.ops.gradient.Gradients;
import dev.plumb.ops.op.ArrayType;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a comparison with JAX does not show. */
class VarTest {

    private static final float NAN = Float.NaN;
    private static final float INFINITY = Float.POSITIVE_INFINITY;

    @Test
    void constantsComeFromTheRecorder() {
        Array x = Runs.array(List.of(2), 1, 2);
        assertArrayEquals(
                new float[] {3, 4, 5, 6},
                Runs.run(
                        v -> recorder(v)
                                .constant(new float[][] {{3, 4}, {5, 6}})
                                .plus(zero(v)),
                        x));
        assertArrayEquals(
                new float[] {3, 4},
                Runs.run(v -> recorder(v).constant(new float[] {3, 4}).plus(zero(v)), x));
        assertArrayEquals(
                new float[] {0, 1, 2}, Runs.run(v -> recorder(v).range(3).plus(zero(v)), x));
        assertArrayEquals(
                new float[] {1, 0, 0, 1}, Runs.run(v -> recorder(v).eye(2).plus(zero(v)), x));
        assertArrayEquals(
                new float[] {1, 1},
                Runs.run(v -> recorder(v).ones(2).plus(recorder(v).zeros(2)).plus(zero(v)), x));
        assertArrayEquals(new float[] {7, 7}, Runs.run(v -> v.get(0).fillLike(7).plus(zero(v)), x));
        assertArrayEquals(
                new float[] {2, 1}, Runs.run(v -> v.get(0).take(recorder(v).ids(1, 0), 0), x));
        OpException error = assertThrows(
                OpException.class, () -> Runs.run(v -> recorder(v).constant(new float[][] {{1}, {2, 3}}), x));
        assertTrue(error.getMessage().startsWith("constant: row 1 has 2 numbers, row 0 has 1"), error.getMessage());
    }

    @Test
    void oneSizeIsWhatIsLeft() {
        Var x = new Trace().input("x", ArrayType.float32(4, 6));
        assertEquals(List.of(3, 8), x.reshape(3, -1).shape());
        assertEquals(List.of(2, 4, 3), x.reshape(2, -1, 3).shape());
        assertEquals(List.of(24), x.reshape(-1).shape());
        assertEquals(List.of(4, 1, 6), x.reshape(4, -1, 6).shape());
    }

    @Test
    void numbersThatAreNoneAreFoundAndReplaced() {
        Array x = Runs.array(List.of(4), NAN, INFINITY, -INFINITY, 1);
        assertArrayEquals(new float[] {1, 0, 0, 0}, Runs.run(v -> v.get(0).isNaN(), x));
        assertArrayEquals(new float[] {0, 0, 0, 1}, Runs.run(v -> v.get(0).isFinite(), x));
        assertArrayEquals(
                new float[] {5, 5, 5, 1}, Runs.run(v -> v.get(0).where(v.get(0).isFinite(), 5), x));
    }

    @Test
    void whatIsNotTakenHarmsNeitherValueNorGradient() {
        Array x = Runs.array(List.of(3), 4, 0, 9);
        float[] gradient = Runs.run(
                v -> {
                    Var positive = v.get(0).greater(0);
                    Var root = v.get(0).where(positive, 1).sqrt().where(positive, 0);
                    return Gradients.of(root.sum(), v).get(0);
                },
                x);
        assertArrayEquals(new float[] {0.25f, 0, 1 / 6f}, gradient, 1e-6f);
        Array bad = Runs.array(List.of(3), NAN, INFINITY, 2);
        float[] taken = Runs.run(
                v -> {
                    Var chosen = v.get(0).where(v.get(1), v.get(1).times(3));
                    return Gradients.of(chosen.sum(), List.of(v.get(1))).get(0);
                },
                bad,
                Runs.array(List.of(3), 0, 0, 1));
        assertArrayEquals(new float[] {3, 3, 0}, taken);
    }

    @Test
    void onlyZeroIsNoCondition() {
        Array condition = Runs.array(List.of(6), 0, -0f, NAN, Float.MIN_VALUE, -INFINITY, -1);
        Array x = Runs.array(List.of(6), 1, 2, 3, 4, 5, NAN);
        assertArrayEquals(
                new float[] {-7, -7, 3, 4, 5, NAN}, Runs.run(v -> v.get(0).where(v.get(1), -7), x, condition));
    }

    @Test
    void noNumberIsSortedAsTheLargest() {
        Array x = Runs.array(List.of(5), 2, NAN, -INFINITY, -0f, 0f);
        assertArrayEquals(
                new float[] {2, 3, 4, 0, 1}, Runs.run(v -> v.get(0).argSort(0).cast(DType.FLOAT32), x));
        assertArrayEquals(
                new float[] {1, 0, 3}, Runs.run(v -> v.get(0).topK(3).indices().cast(DType.FLOAT32), x));
    }

    @Test
    void aLongSumStaysExact() {
        float[] numbers = new float[100_000];
        java.util.Arrays.fill(numbers, 0.1f);
        float[] sums = Runs.run(v -> v.get(0).cumulativeSum(0), Runs.array(List.of(numbers.length), numbers));
        assertEquals(100_000 * (double) 0.1f, sums[sums.length - 1], 1e-3);
    }

    @Test
    void aGradientOfOnesOwnGoesToTheOperandsNamed() {
        Array x = Runs.array(List.of(2), 3, 4);
        float[] gradient = Runs.run(
                v -> {
                    Var rounded = v.get(0).times(0.4f).round();
                    Var straight = rounded.withGradient(v, g -> List.of(g.times(10)));
                    return Gradients.of(straight.times(2).sum(), v).get(0).plus(straight);
                },
                x);
        assertArrayEquals(new float[] {21, 22}, gradient);
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> Runs.run(
                        v -> Gradients.of(
                                        v.get(0)
                                                .withGradient(v, g -> List.of(g.sum()))
                                                .sum(),
                                        v)
                                .get(0),
                        x));
        assertEquals(
                "the rule of a custom gradient gives float32[] for operand 0, which is float32[2]", error.getMessage());
    }

    @Test
    void whatIsPrintedIsPrintedEvenIfNobodyReadsIt() {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        float[] result;
        try (PrintStream captured = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(captured);
            result = Runs.run(
                    v -> {
                        v.get(0).times(2).print("twice");
                        return Gradients.of(v.get(0).print("x").square().sum(), v)
                                .get(0);
                    },
                    Runs.array(List.of(2, 5), 1, 2, NAN, 4, 5, 6, 7, 8, 9, 10.5f));
        } finally {
            System.setOut(before);
        }
        assertArrayEquals(new float[] {2, 4, NAN, 8, 10, 12, 14, 16, 18, 21}, result);
        assertEquals("""
                twice float32[2,5]: min 2, mean 11.6667, max 21, 1 NaN; [2, 4, NaN, 8, 10, 12, 14, 16, …]
                x float32[2,5]: min 1, mean 5.83333, max 10.5000, 1 NaN; [1, 2, NaN, 4, 5, 6, 7, 8, …]
                """, bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"));
    }

    @Test
    void wholeNumbersAreTransposedAndJoinedToo() {
        Array x = Runs.array(List.of(2, 3), 3, 1, 2, 6, 5, 4);
        float[] ids = Runs.run(
                v -> {
                    Var order = v.get(0).argSort(0);
                    assertEquals(ArrayType.int32(2, 3), order.type());
                    return order.concatenate(0, order).cast(DType.FLOAT32);
                },
                x);
        assertArrayEquals(new float[] {0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1}, ids);
    }

    private static Recorder recorder(List<Var> variables) {
        return variables.get(0).recorder();
    }

    private static Var zero(List<Var> variables) {
        return variables.get(0).sum().times(0);
    }
}
