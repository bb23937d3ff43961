package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.engine.Trace;
import dev.plumb.engine.java.TouchedRows;
import dev.plumb.engine.plan.Storage;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Shape;
import dev.plumb.train.Losses;
import dev.plumb.train.OutputTraining;
import dev.plumb.weights.WeightStore;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gradients of the parts of a batch are added, those of tables row by row: the sums are those of all numbers. */
final class GradientSumsTest {
    private static final int WORDS = 500;
    private static final int WIDTH = 33;
    private static final int LENGTH = 7;
    private static final int EXAMPLES = 4;
    private static final List<OutputTraining> OUTPUTS =
            List.of(new OutputTraining("score", Losses.meanSquaredError(), 1, List.of()));

    /** Two tables between other weights. */
    private static Graph graph(int words) {
        GraphBuilder g = GraphBuilder.named("Text");
        Wire ids = g.input("words", Shape.of(LENGTH), DType.INT32);
        Wire first = g.apply("filtered", Layers.conv1D(5, 2), g.apply("first", Layers.embedding(words, WIDTH), ids));
        Wire second = g.apply("second", Layers.embedding(words, 5), ids);
        Wire both = g.apply(
                "both",
                Layers.concatenate(),
                g.apply("mean1", Layers.globalAveragePooling1D(), first),
                g.apply("mean2", Layers.globalAveragePooling1D(), second));
        return g.output(g.apply("score", Layers.dense(2), both), Loss.Spec.of(LossFunction.MEAN_SQUARED_ERROR))
                .build();
    }

    private static StepProgram program(Graph graph, WeightStore weights, int batch, Share share) {
        return StepProgram.training(graph, OUTPUTS, weights, new Sizes(batch, Map.of(), 1), new Trace(), false, share);
    }

    private static void fill(StepPlan plan, Random random) {
        for (int i = 0; i < EXAMPLES * LENGTH; i++) {
            plan.inputs().inputInts(0).put(i, random.nextInt(4) == 0 ? 5 : random.nextInt(WORDS));
        }
        for (int i = 0; i < 2 * EXAMPLES; i++) {
            plan.inputs().target(0).put(i, random.nextFloat());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void areThoseOfAllNumbers(int parts) {
        Graph graph = graph(WORDS);
        WeightStore weights = WeightStore.initialized(graph, 1);
        List<GradientArray> arrays = new ArrayList<>();
        List<WholeStep> steps = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            StepProgram step = program(graph, weights, EXAMPLES, new Share(part, parts));
            Optional<GradientArray> array =
                    Optional.of(new GradientArray(Storage.ofFloats(weights.trainableElements())));
            arrays.add(array.get());
            steps.add(new WholeStep(
                    step,
                    OUTPUTS,
                    weights,
                    WholeStep.bindings(step, weights, array),
                    WholeStep.providers(step, weights, array),
                    1));
        }
        GradientSums sums = GradientSums.of(
                arrays.get(0),
                arrays.subList(1, parts),
                program(graph, weights, EXAMPLES, new Share(0, parts)),
                weights);
        Random random = new Random(4);
        for (int run = 0; run < 4; run++) {
            float[] expected = new float[(int) weights.trainableElements()];
            for (int part = 0; part < parts; part++) {
                fill(steps.get(part), random);
                steps.get(part).run(run);
                FloatBuffer found = arrays.get(part).storage().floats();
                for (int i = 0; i < expected.length; i++) {
                    expected[i] += found.get(i);
                }
            }
            sums.run();
            assertArrayEquals(expected, positiveZeros(arrays.get(0).storage().floats()), "run " + run);
            assertNoted(arrays.get(0), weights, "first/embeddings");
            assertNoted(arrays.get(0), weights, "second/embeddings");
        }
        sums.close();
        steps.forEach(WholeStep::close);
    }

    /** A row of zeros to which nothing is added may hold negative ones. */
    private static float[] positiveZeros(FloatBuffer numbers) {
        float[] copy = new float[numbers.capacity()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = numbers.get(i) + 0f;
        }
        return copy;
    }

    private static void assertNoted(GradientArray gradients, WeightStore weights, String path) {
        TouchedRows rows = Objects.requireNonNull(gradients.of(path));
        assertFalse(rows.isAny());
        Set<Integer> noted = new HashSet<>();
        IntStream.range(0, rows.count()).forEach(index -> noted.add(rows.row(index)));
        assertEquals(rows.count(), noted.size());
        WeightStore.Entry entry = weights.entry(path);
        int width = entry.type().size(1);
        FloatBuffer numbers = gradients.storage().floats();
        for (int i = 0; i < entry.type().elements(); i++) {
            assertTrue(numbers.get((int) entry.flat() + i) == 0 || noted.contains(i / width), path);
        }
    }

    @Test
    void aLargeTableDoesNotKeepABatchTogether() {
        for (int words : new int[] {WORDS, 200_000}) {
            Graph graph = graph(words);
            WeightStore weights = WeightStore.initialized(graph, 1);
            StepProgram step = program(graph, weights, 64, Share.WHOLE);
            assertEquals(2, Division.of(step, 64, 2, 2).parts(), words + " words");
        }
    }
}
