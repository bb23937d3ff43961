package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.plumb.dsl.Padding;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.Passes;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.SequentialBuilder;
import dev.plumb.graph.spec.LayerSpec;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Transposed convolutions by their definition: cell i of the input, times the kernel, is added at i · stride + j · dilation; then the
 * result is cut or filled to its size. For the options that Keras' backend on a CPU lacks: dilation, and an even window with
 * SAME and an output padding of 0.
 */
final class TransposedConvolutionTest {
    private static final int LENGTH = 5;
    private static final int CHANNELS = 2;
    private static final int FILTERS = 3;

    @ParameterizedTest
    @CsvSource({
        "3, 1, 2, VALID, -1, 9, 0",
        "3, 1, 2, SAME, -1, 5, 2",
        "2, 1, 3, SAME, -1, 5, 1",
        "4, 2, 1, SAME, 0, 8, 2",
        "2, 2, 1, SAME, 0, 8, 1",
        "3, 2, 1, VALID, 1, 12, 0",
        "3, 1, 2, VALID, 0, 9, 0"
    })
    void addsTheKernelOnceForEachCell(
            int kernel, int stride, int dilation, Padding padding, int outputPadding, int length, int cut) {
        LayerSpec layer = Layers.conv2DTranspose(FILTERS, kernel, 1)
                .strides(stride, 1)
                .dilationRate(dilation, 1)
                .padding(padding)
                .outputPadding(outputPadding < 0 ? List.of() : List.of(outputPadding, 0))
                .useBias(false);
        float[] x = random(1, LENGTH * CHANNELS);
        float[] weights = random(2, kernel * FILTERS * CHANNELS);
        assertArrayEquals(scattered(x, weights, kernel, stride, dilation, length, cut), run(layer, x, weights), 1e-5f);
    }

    private static float[] scattered(
            float[] x, float[] weights, int kernel, int stride, int dilation, int length, int cut) {
        float[] result = new float[length * FILTERS];
        for (int i = 0; i < LENGTH; i++) {
            for (int j = 0; j < kernel; j++) {
                int at = i * stride + j * dilation - cut;
                for (int f = 0; f < FILTERS && at >= 0 && at < length; f++) {
                    for (int c = 0; c < CHANNELS; c++) {
                        result[at * FILTERS + f] += weights[(j * FILTERS + f) * CHANNELS + c] * x[i * CHANNELS + c];
                    }
                }
            }
        }
        return result;
    }

    private static float[] run(LayerSpec layer, float[] x, float[] weights) {
        Graph graph = SequentialBuilder.named("Transposed", LENGTH, 1, CHANNELS)
                .add(layer)
                .build();
        Trace trace = new Trace();
        TracedGraph traced = TracedGraph.of(graph, trace, 1, false);
        trace.output("y", traced.prediction(graph.outputs().get(0)).value());
        Plan plan = Runs.prepare(Passes.optimize(trace.finish()), Bindings.none());
        Runs.input(plan, "input").write(x);
        traced.weights().keySet().forEach(path -> Runs.weight(plan, path).write(weights));
        plan.run();
        return Runs.output(plan, "y").toFloats();
    }

    private static float[] random(long seed, int size) {
        Random random = new Random(seed);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
