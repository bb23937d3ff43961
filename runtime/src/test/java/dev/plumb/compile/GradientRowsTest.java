package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Shape;
import dev.plumb.train.Adagrad;
import dev.plumb.train.Adam;
import dev.plumb.train.Losses;
import dev.plumb.train.Optimizer;
import dev.plumb.train.OutputTraining;
import dev.plumb.train.SGD;
import dev.plumb.weights.WeightStore;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows of embeddings that a batch has not read are left alone where that changes nothing: the weights have the bits of the dense way. */
final class GradientRowsTest {
    private static final int WORDS = 3001;
    private static final int LENGTH = 7;
    private static final int STEPS = 6;

    static Stream<Optimizer> optimizers() {
        return Stream.of(
                SGD.of(0.1),
                Adagrad.of(0.1),
                SGD.of(0.1).momentum(0.9),
                Adam.of(0.1),
                SGD.of(0.1).weightDecay(0.01),
                SGD.of(0.1).clipNorm(0.001),
                Adagrad.of(0.1).globalClipNorm(0.001),
                Adagrad.of(0.1).clipValue(0.0001),
                SGD.of(0.1).accumulateGradients(2),
                Adagrad.of(0.1).movingAverage(0.9, 2),
                SGD.of(0.1).lossScale(1024));
    }

    private static Graph graph(int width) {
        GraphBuilder g = GraphBuilder.named("Text");
        Wire ids = g.input("words", Shape.of(LENGTH), DType.INT32);
        Wire embedded = g.apply("embedded", Layers.embedding(WORDS, width), ids);
        Wire mean = g.apply("mean", Layers.globalAveragePooling1D(), embedded);
        return g.output(g.apply("score", Layers.dense(2), mean), Loss.Spec.of(LossFunction.MEAN_SQUARED_ERROR))
                .build();
    }

    /** A training whose optimizer is told of rows, or not. */
    private static final class Run {
        private final WeightStore weights;
        private final UpdatePlan update;
        private final GradientArray gradients;
        private final Graph graph;
        private long iteration;

        Run(Optimizer optimizer, int width, boolean told) {
            this.graph = graph(width);
            this.weights = WeightStore.initialized(graph, 1);
            Threads threads = new Threads();
            threads.choose(1);
            this.update = new UpdatePlan(optimizer, weights, threads);
            this.gradients = told ? update.gradientArray() : new GradientArray(update.gradients());
        }

        StepPlan plan(int batch) {
            OutputTraining training = new OutputTraining("score", Losses.meanSquaredError(), 1, List.of());
            return StepPlan.training(
                    graph, List.of(training), weights, gradients, new Sizes(batch, Map.of(), 0), false);
        }

        void step(StepPlan plan, int batch) {
            fill(plan, batch, iteration);
            plan.run(0);
            if (!update.gradientArray().equals(gradients)) {
                gradients.written(); // the update may have written them, too
            }
            update.run(iteration, 0.1);
            iteration++;
        }

        float[] table() {
            return weights.slot("embedded/embeddings").toFloats();
        }
    }

    private static void fill(StepPlan plan, int batch, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < batch * LENGTH; i++) {
            plan.inputs().inputInts(0).put(i, random.nextInt(4) == 0 ? 5 : random.nextInt(WORDS));
        }
        for (int i = 0; i < 2 * batch; i++) {
            plan.inputs().target(0).put(i, random.nextFloat());
        }
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void weightsHaveTheBitsOfTheDenseWay(Optimizer optimizer) {
        Run dense = new Run(optimizer, 33, false);
        Run rows = new Run(optimizer, 33, true);
        StepPlan densePlan = dense.plan(8);
        StepPlan rowsPlan = rows.plan(8);
        StepPlan densePlan3 = dense.plan(3);
        StepPlan rowsPlan3 = rows.plan(3);
        float[] before = rows.table();
        for (int step = 0; step < STEPS; step++) {
            boolean whole = step % 3 != 2;
            dense.step(whole ? densePlan : densePlan3, whole ? 8 : 3);
            rows.step(whole ? rowsPlan : rowsPlan3, whole ? 8 : 3);
            assertArrayEquals(dense.table(), rows.table(), "step " + step);
        }
        assertTrue(before[5 * 33] != rows.table()[5 * 33], "nothing was learnt");
    }

    @Test
    void whatSomebodyElseWritesIsSeen() {
        Run dense = new Run(SGD.of(0.1), 33, false);
        Run rows = new Run(SGD.of(0.1), 33, true);
        StepPlan densePlan = dense.plan(8);
        StepPlan rowsPlan = rows.plan(8);
        for (int step = 0; step < STEPS; step++) {
            dense.step(densePlan, 8);
            rows.step(rowsPlan, 8);
            for (Run run : List.of(dense, rows)) {
                for (int i = 0; i < WORDS * 33; i++) {
                    run.update.gradients().floats().put(i, i % 17);
                }
                run.gradients.written();
                run.update.run(run.iteration, 0.1);
            }
            assertArrayEquals(dense.table(), rows.table(), "step " + step);
        }
    }

    @Test
    void aWordOutsideOfTheTableLeavesNothingBehind() {
        Run rows = new Run(SGD.of(0.1), 33, true);
        StepPlan plan = rows.plan(8);
        rows.step(plan, 8);
        fill(plan, 8, 7);
        plan.inputs().inputInts(0).put(30, WORDS);
        assertThrows(IndexOutOfBoundsException.class, () -> plan.run(0));
        rows.step(plan, 8);
        float[] after = new float[WORDS * 33];
        rows.update.gradients().floats().get(0, after);
        Run fresh = new Run(SGD.of(0.1), 33, true);
        fresh.step(fresh.plan(8), 8);
        StepPlan again = fresh.plan(8);
        fresh.step(again, 8);
        float[] expected = new float[WORDS * 33];
        fresh.update.gradients().floats().get(0, expected);
        assertArrayEquals(expected, after);
    }

    @Test
    void anEmbeddingHasAnUpdateOfItsOwnWhereOnlyItsRowsMove() {
        Run rows = new Run(SGD.of(0.1), 33, true);
        rows.step(rows.plan(2), 2);
        assertEquals(2, rows.update.plans().size());
        Run adam = new Run(Adam.of(0.1), 33, true);
        adam.step(adam.plan(2), 2);
        assertEquals(1, adam.update.plans().size());
    }

    @Test
    void aGradientThatIsNoNumberStaysInItsRow() {
        Run rows = new Run(Adagrad.of(0.1), 33, true);
        StepPlan plan = rows.plan(1);
        fill(plan, 1, 3);
        plan.inputs().inputInts(0).put(0, 9);
        plan.inputs().target(0).put(0, Float.NaN);
        plan.run(0);
        rows.update.run(0, 0.1);
        assertTrue(Float.isNaN(rows.table()[9 * 33]));
        assertEquals(new Run(Adagrad.of(0.1), 33, true).table()[8 * 33], rows.table()[8 * 33]);
    }
}
