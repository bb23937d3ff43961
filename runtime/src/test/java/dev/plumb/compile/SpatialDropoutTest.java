package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a dropout of whole channels does in training. */
final class SpatialDropoutTest {
    private static final int BATCH = 20;
    private static final int CHANNELS = 50;
    private static final int STEPS = 3;

    static List<Arguments> layers() {
        return List.of(
                Arguments.of(Layers.spatialDropout1D(0.25), Shape.of(STEPS, CHANNELS)),
                Arguments.of(Layers.spatialDropout2D(0.25), Shape.of(1, STEPS, CHANNELS)),
                Arguments.of(Layers.spatialDropout3D(0.25), Shape.of(STEPS, 1, 1, CHANNELS)));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void aChannelIsDroppedAtEveryStepOrAtNone(LayerSpec layer, Shape shape) {
        float[] y = trained(layer, shape);
        int dropped = 0;
        for (int example = 0; example < BATCH; example++) {
            for (int channel = 0; channel < CHANNELS; channel++) {
                float first = y[example * STEPS * CHANNELS + channel];
                assertTrue(first == 0 || Math.abs(first - 1 / 0.75f) < 1e-6, "scaled by 1 / (1 - rate): " + first);
                for (int step = 1; step < STEPS; step++) {
                    assertEquals(first, y[(example * STEPS + step) * CHANNELS + channel]);
                }
                dropped += first == 0 ? 1 : 0;
            }
        }
        // Of 1000 channels, five standard deviations around 250.
        assertEquals(250, dropped, 5 * Math.sqrt(1000 * 0.25 * 0.75));
    }

    @Test
    void aRateOf1DropsAll() {
        float[] y = trained(Layers.spatialDropout1D(1), Shape.of(STEPS, CHANNELS));
        assertArrayEquals(new float[y.length], y);
    }

    /** Of ones, in training. */
    private static float[] trained(LayerSpec layer, Shape shape) {
        Graph graph = SequentialBuilder.named("Dropped", shape, DType.FLOAT32)
                .add(layer)
                .build();
        Trace trace = new Trace();
        TracedGraph traced = TracedGraph.of(graph, trace, BATCH, true);
        trace.output("y", traced.prediction(graph.outputs().get(0)).value());
        Plan plan = Runs.prepare(Passes.optimize(trace.finish()), Bindings.none());
        float[] ones = new float[BATCH * Math.toIntExact(shape.elements().size())];
        Arrays.fill(ones, 1);
        Runs.input(plan, "input").write(ones);
        plan.run();
        return Runs.output(plan, "y").toFloats();
    }
}
