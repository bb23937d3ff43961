package dev.plumb.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.engine.Runs.Array;
import dev.plumb.ops.Var;
import dev.plumb.ops.gradient.Gradients;
import dev.plumb.ops.op.LayerNormalization;
import dev.plumb.ops.op.Reduce;
import dev.plumb.ops.op.RmsNormalization;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ops that normalize rows against the same written in other ops: values and gradients. */
final class RowNormalizationTest {
    private static final float EPSILON = 1e-3f;

    private static Var layer(List<Var> x) {
        return x.get(0).apply(new LayerNormalization(EPSILON), x.get(1), x.get(2));
    }

    private static Var layerOfOthers(List<Var> x) {
        Var centered = x.get(0).minus(x.get(0).reduce(Reduce.Function.MEAN, true, -1));
        Var variance = centered.square().reduce(Reduce.Function.MEAN, true, -1);
        return centered.dividedBy(variance.plus(EPSILON).sqrt()).times(x.get(1)).plus(x.get(2));
    }

    private static Var rms(List<Var> x) {
        return x.get(0).apply(new RmsNormalization(EPSILON), x.get(1));
    }

    private static Var rmsOfOthers(List<Var> x) {
        Var square = x.get(0).square().reduce(Reduce.Function.MEAN, true, -1);
        return x.get(0).times(square.plus(EPSILON).rsqrt()).times(x.get(1));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,7", "3,1", "5,16", "4,17", "64,128", "2,1000"})
    void valuesAndGradientsAreThoseOfOtherOps(int rows, int columns) {
        Array x = Runs.random(1, rows, columns);
        Array scale = Runs.random(2, columns);
        Array shift = Runs.random(3, columns);
        Array upstream = Runs.random(4, rows, columns);
        agree(RowNormalizationTest::layer, RowNormalizationTest::layerOfOthers, x, scale, shift, upstream);
        agree(RowNormalizationTest::rms, RowNormalizationTest::rmsOfOthers, x, scale, upstream);
    }

    /** The last operand is the gradient that arrives. */
    private static void agree(Function<List<Var>, Var> op, Function<List<Var>, Var> others, Array... operands) {
        assertArrayEquals(Runs.run(others, operands), Runs.run(op, operands), 1e-5f);
        for (int which = 0; which < operands.length - 1; which++) {
            int operand = which;
            BinaryOperator<Var> arriving = Var::times;
            Function<Function<List<Var>, Var>, Function<List<Var>, Var>> gradient = function -> x -> Gradients.of(
                            arriving.apply(function.apply(x), x.get(x.size() - 1))
                                    .sum(),
                            List.of(x.get(operand)))
                    .get(0);
            float[] expected = Runs.run(gradient.apply(others), operands);
            float[] found = Runs.run(gradient.apply(op), operands);
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i], found[i], 2e-5f * Math.max(1, Math.abs(expected[i])), operand + ", " + i);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void whatIsNoNumberStaysInItsRow(float far) {
        Array x = Runs.random(1, 3, 20);
        x.numbers()[25] = far;
        Array scale = Runs.random(2, 20);
        Array shift = Runs.random(3, 20);
        for (boolean centered : new boolean[] {true, false}) {
            float[] expected = centered
                    ? Runs.run(RowNormalizationTest::layerOfOthers, x, scale, shift)
                    : Runs.run(RowNormalizationTest::rmsOfOthers, x, scale);
            float[] found = centered
                    ? Runs.run(RowNormalizationTest::layer, x, scale, shift)
                    : Runs.run(RowNormalizationTest::rms, x, scale);
            assertArrayEquals(expected, found, 1e-5f);
            assertTrue(Float.isNaN(found[25]));
        }
    }
}
