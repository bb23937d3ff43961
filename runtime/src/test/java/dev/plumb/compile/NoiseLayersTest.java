package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.Passes;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.SequentialBuilder;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.spec.LayerSpec;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What layers of noise do in training: the moments of what they draw, by their formulas. */
final class NoiseLayersTest {
    private static final int BATCH = 50;
    private static final int STEPS = 40;
    private static final int FEATURES = 10;
    private static final int COUNT = BATCH * STEPS * FEATURES;

    /** What SELU gives for large negative numbers, - scale · alpha. */
    private static final double LIMIT = -1.0507009873554805 * 1.6732632423543772;

    @Test
    void noiseIsAddedWithItsDeviation() {
        float[] x = normal(3);
        Moments noise = Moments.of(minus(trained(Layers.gaussianNoise(0.5), x), x));
        assertEquals(0, noise.mean(), 5 * 0.5 / Math.sqrt(COUNT));
        assertEquals(0.5, noise.deviation(), 5 * 0.5 / Math.sqrt(2.0 * COUNT));
    }

    @Test
    void gaussianDropoutMultipliesByNumbersAroundOne() {
        float[] ones = new float[COUNT];
        Arrays.fill(ones, 1);
        Moments factor = Moments.of(trained(Layers.gaussianDropout(0.2), ones));
        double deviation = Math.sqrt(0.2 / 0.8);
        assertEquals(1, factor.mean(), 5 * deviation / Math.sqrt(COUNT));
        assertEquals(deviation, factor.deviation(), 5 * deviation / Math.sqrt(2.0 * COUNT));
    }

    @Test
    void alphaDropoutKeepsMeanAndVariance() {
        Moments kept = Moments.of(trained(Layers.alphaDropout(0.3), normal(5)));
        assertEquals(0, kept.mean(), 0.04);
        assertEquals(1, kept.deviation(), 0.04);
    }

    @Test
    void alphaDropoutSetsAShareToItsLimitAndMapsAllAlike() {
        float[] x = normal(7);
        float[] y = trained(Layers.alphaDropout(0.25), x);
        double scale = 1 / Math.sqrt(0.75 * (1 + 0.25 * LIMIT * LIMIT));
        double shift = -scale * LIMIT * 0.25;
        int dropped = 0;
        for (int i = 0; i < COUNT; i++) {
            boolean isDropped = Math.abs(y[i] - (scale * LIMIT + shift)) < 1e-5;
            assertTrue(isDropped || Math.abs(y[i] - (scale * x[i] + shift)) < 1e-5, x[i] + " became " + y[i]);
            dropped += isDropped ? 1 : 0;
        }
        assertEquals(0.25, (double) dropped / COUNT, 5 * Math.sqrt(0.25 * 0.75 / COUNT));
    }

    @Test
    void anAlphaDropoutWithANoiseShapeDropsTogether() {
        float[] y = trained(Layers.alphaDropout(0.5).noiseShape(1, -1), new float[COUNT]);
        for (int example = 0; example < BATCH; example++) {
            for (int feature = 0; feature < FEATURES; feature++) {
                for (int step = 1; step < STEPS; step++) {
                    assertEquals(
                            y[example * STEPS * FEATURES + feature], y[(example * STEPS + step) * FEATURES + feature]);
                }
            }
        }
    }

    private static float[] normal(long seed) {
        Random random = new Random(seed);
        float[] values = new float[COUNT];
        for (int i = 0; i < COUNT; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static float[] minus(float[] values, float[] others) {
        float[] differences = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            differences[i] = values[i] - others[i];
        }
        return differences;
    }

    private static float[] trained(LayerSpec layer, float[] x) {
        Graph graph = SequentialBuilder.named("Noisy", Shape.of(STEPS, FEATURES), DType.FLOAT32)
                .add(layer)
                .build();
        Trace trace = new Trace();
        TracedGraph traced = TracedGraph.of(graph, trace, BATCH, true);
        trace.output("y", traced.prediction(graph.outputs().get(0)).value());
        Plan plan = Runs.prepare(Passes.optimize(trace.finish()), Bindings.none());
        Runs.input(plan, "input").write(x);
        plan.run();
        return Runs.output(plan, "y").toFloats();
    }

    private record Moments(double mean, double deviation) {
        static Moments of(float[] values) {
            double sum = 0;
            double squares = 0;
            for (float value : values) {
                sum += value;
                squares += (double) value * value;
            }
            double mean = sum / values.length;
            return new Moments(mean, Math.sqrt(squares / values.length - mean * mean));
        }
    }
}
