package dev.plumb.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.fixtures.InitializerCase;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Fans;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Weight;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Weights start with the limits and deviations of Keras; the random numbers themselves are our own. */
final class InitializersTest {
    /** Values that are drawn for each estimate, from as many seeds as it takes. */
    private static final int SAMPLES = 40_000;

    static List<InitializerCase> cases() {
        return InitializerCase.read();
    }

    private static float[] draw(InitializerCase recorded, long seed) {
        long[] shape = shape(recorded);
        float[] values = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b))];
        Fans fans = new Fans(recorded.fanIn(), recorded.fanOut());
        Initializers.draw(recorded.initializer(), shape, fans, seed, FloatBuffer.wrap(values));
        return values;
    }

    private static long[] shape(InitializerCase recorded) {
        return recorded.shape().stream().mapToLong(size -> size).toArray();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void oneSeedGivesTheSameValues(InitializerCase recorded) {
        float[] values = draw(recorded, 1);
        assertArrayEquals(values, draw(recorded, 1));
        boolean random = !List.of("CONSTANT", "IDENTITY").contains(recorded.distribution());
        assertEquals(random, !Arrays.equals(values, draw(recorded, 2)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void fansAreThoseOfKeras(InitializerCase recorded) {
        assertEquals(
                new Fans(recorded.fanIn(), recorded.fanOut()), weight(recorded).fans());
    }

    /** A kernel of an attention of 4 heads of size 8, or a weight that is all by itself. */
    private static Weight weight(InitializerCase recorded) {
        if (recorded.name().startsWith("attention ")) {
            LayerSpec attention = Layers.multiHeadAttention(4, 8);
            return attention.weights(List.of(TensorType.floats(3, 16))).stream()
                    .filter(weight -> recorded.name().contains(" " + weight.name() + " "))
                    .findFirst()
                    .orElseThrow();
        }
        return Weight.of(
                "kernel", Shape.of(shape(recorded)), Weight.Settings.of("kernelInitializer", recorded.initializer()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void valuesHaveTheDistributionOfKeras(InitializerCase recorded) {
        switch (recorded.distribution()) {
            case "ORTHOGONAL" -> assertOrthogonal(recorded);
            case "IDENTITY" -> assertIdentity(recorded);
            default -> assertMoments(recorded);
        }
    }

    private static void assertMoments(InitializerCase recorded) {
        int elements = draw(recorded, 0).length;
        int draws = (SAMPLES + elements - 1) / elements;
        double sum = 0;
        double squares = 0;
        double largest = 0;
        for (int seed = 0; seed < draws; seed++) {
            for (float value : draw(recorded, seed * 31L)) {
                sum += value - recorded.mean();
                squares += (value - recorded.mean()) * (value - recorded.mean());
                largest = Math.max(largest, Math.abs(value - recorded.mean()));
            }
        }
        double count = (double) draws * elements;
        // Five standard errors of mean and deviation: a right distribution fails once in a million.
        assertEquals(0, sum / count, 5 * recorded.stddev() / Math.sqrt(count) + 1e-7, "mean");
        assertEquals(
                recorded.stddev(),
                Math.sqrt(squares / count),
                5 * recorded.stddev() / Math.sqrt(count) + 1e-7,
                "deviation");
        if (recorded.limit() > 0) {
            assertTrue(largest <= recorded.limit() * (1 + 1e-6), largest + " is beyond " + recorded.limit());
            assertTrue(largest > recorded.limit() * 0.98, largest + " stays far from " + recorded.limit());
        } else if (recorded.stddev() > 0) {
            assertTrue(largest > 3 * recorded.stddev(), "nothing is cut off");
        }
    }

    /** The weight as a matrix with its last axis as columns: the fewer of its rows and columns are orthogonal. */
    private static void assertOrthogonal(InitializerCase recorded) {
        float[] values = draw(recorded, 3);
        int columns = Math.toIntExact(recorded.shape().get(recorded.shape().size() - 1));
        int rows = values.length / columns;
        boolean wide = rows < columns;
        for (int i = 0; i < Math.min(rows, columns); i++) {
            for (int j = 0; j <= i; j++) {
                double product = 0;
                for (int k = 0; k < Math.max(rows, columns); k++) {
                    product += wide
                            ? values[i * columns + k] * values[j * columns + k]
                            : values[k * columns + i] * values[k * columns + j];
                }
                double expected = i == j ? recorded.gain() * recorded.gain() : 0;
                assertEquals(expected, product, 1e-5 * Math.max(1, recorded.gain() * recorded.gain()), i + " · " + j);
            }
        }
    }

    private static void assertIdentity(InitializerCase recorded) {
        float[] values = draw(recorded, 3);
        long columns = recorded.shape().get(1);
        for (int i = 0; i < values.length; i++) {
            assertEquals(i / columns == i % columns ? (float) recorded.gain() : 0, values[i]);
        }
        assertFalse(values.length == 0);
    }
}
