package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.Padding;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A convolution of a volume that is one cell thick is that of an image, whichever axis is the thin one. For the options that Keras' backend on a CPU lacks:
 * groups and dilation.
 */
final class VolumeConvolutionTest {
    private static final int HEIGHT = 7;
    private static final int WIDTH = 6;
    private static final int CHANNELS = 4;
    private static final int FILTERS = 6;

    @ParameterizedTest
    @CsvSource({
        "0, 2, 1, 1, VALID",
        "1, 2, 1, 1, SAME",
        "2, 2, 2, 1, SAME",
        "0, 1, 1, 2, VALID",
        "1, 1, 1, 2, SAME",
        "2, 1, 1, 2, VALID",
        "0, 2, 1, 2, SAME",
        "1, 2, 1, 2, VALID"
    })
    void convolvesAsAnImage(int thin, int groups, int strides, int dilation, Padding padding) {
        LayerSpec image = Layers.conv2D(FILTERS, 3, 2)
                .groups(groups)
                .strides(strides)
                .dilationRate(dilation, 1)
                .padding(padding);
        LayerSpec volume = Layers.conv3D(
                        FILTERS,
                        with(thin, List.of(3, 2)).stream().mapToInt(i -> i).toArray())
                .groups(groups)
                .strides(with(thin, List.of(strides, strides)))
                .dilationRate(with(thin, List.of(dilation, 1)))
                .padding(padding);
        assertSame(image, volume, thin, 3 * 2 * (CHANNELS / groups) * FILTERS);
    }

    @ParameterizedTest
    @CsvSource({"0, 2, VALID", "1, 2, SAME", "2, 3, VALID"})
    void aTransposedOneToo(int thin, int dilation, Padding padding) {
        LayerSpec image =
                Layers.conv2DTranspose(FILTERS, 3, 2).dilationRate(dilation, 1).padding(padding);
        LayerSpec volume = Layers.conv3DTranspose(
                        FILTERS,
                        with(thin, List.of(3, 2)).stream().mapToInt(i -> i).toArray())
                .dilationRate(with(thin, List.of(dilation, 1)))
                .padding(padding);
        assertSame(image, volume, thin, 3 * 2 * CHANNELS * FILTERS);
    }

    private static void assertSame(LayerSpec image, LayerSpec volume, int thin, int kernel) {
        float[] x = random(1, HEIGHT * WIDTH * CHANNELS);
        float[] weights = random(2, kernel);
        long[] sizes =
                with(thin, List.of(HEIGHT, WIDTH)).stream().mapToLong(i -> i).toArray();
        float[] expected = run(image, Shape.of(HEIGHT, WIDTH, CHANNELS), x, weights);
        float[] actual = run(volume, Shape.of(sizes[0], sizes[1], sizes[2], CHANNELS), x, weights);
        assertArrayEquals(expected, actual, 1e-5f);
    }

    /** With a 1 for the thin axis. */
    private static List<Integer> with(int thin, List<Integer> others) {
        List<Integer> all = new ArrayList<>(others);
        all.add(thin, 1);
        return all;
    }

    private static float[] run(LayerSpec layer, Shape shape, float[] x, float[] kernel) {
        Graph graph = SequentialBuilder.named("Convolved", shape, DType.FLOAT32)
                .add(layer)
                .build();
        Trace trace = new Trace();
        TracedGraph traced = TracedGraph.of(graph, trace, 1, false);
        trace.output("y", traced.prediction(graph.outputs().get(0)).value());
        Plan plan = Runs.prepare(Passes.optimize(trace.finish()), Bindings.none());
        Runs.input(plan, "input").write(x);
        traced.weights().keySet().forEach(path -> Runs.weight(plan, path)
                .write(path.endsWith("kernel") ? kernel : new float[FILTERS]));
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
