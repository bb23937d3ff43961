package dev.plumb.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.Metric;
import dev.plumb.dsl.Regularizer;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.engine.plan.Storage;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.train.LossReduction;
import dev.plumb.train.Losses;
import dev.plumb.train.OutputTraining;
import dev.plumb.train.SampleLoss;
import dev.plumb.train.TrainingMetric;
import dev.plumb.train.TrainingMetrics;
import dev.plumb.weights.WeightStore;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A step whose batch is divided among threads finds what the same step finds that is not. */
class DividedStepTest {
    private static final int BATCH = 32;
    private static final int TIME = 6;
    private static final int FEATURES = 10;
    private static final float TOLERANCE = 2e-6f;

    private static Graph graph(LayerSpec... layers) {
        GraphBuilder g = GraphBuilder.named("Divided");
        Wire at = g.input("x", TIME, FEATURES);
        for (int i = 0; i < layers.length; i++) {
            at = g.apply("layer_" + i, layers[i], at);
        }
        Wire out = g.apply("out", Layers.dense(3).activation(ActivationFunction.SOFTMAX), at);
        return g.output(out, Loss.Spec.of(LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY))
                .build();
    }

    private static List<OutputTraining> outputs(SampleLoss loss) {
        return List.of(new OutputTraining("out", loss, 1, List.of(Metric.ACCURACY)));
    }

    private static List<OutputTraining> outputs() {
        return outputs(Losses.sparseCategoricalCrossentropy());
    }

    /** What a step gives. */
    private static final class Found {
        private final StepPlan plan;
        private final double[] accuracy;
        private final float[] gradients;

        Found(StepPlan plan, double[] accuracy, float[] gradients) {
            this.plan = plan;
            this.accuracy = accuracy;
            this.gradients = gradients;
        }

        StepPlan plan() {
            return plan;
        }

        float loss() {
            return plan.loss();
        }

        double[] accuracy() {
            return accuracy;
        }

        float[] gradients() {
            return gradients;
        }
    }

    private static Found run(Graph graph, List<OutputTraining> outputs, int batch, int threads, Scoring scoring) {
        WeightStore weights = WeightStore.initialized(graph, 5);
        Storage gradients = Storage.ofFloats(weights.trainableElements());
        Sizes sizes = new Sizes(batch, Map.of(), threads, Optional.of(Set.of()), scoring, LayerPrecisions.NONE);
        return run(StepPlan.training(graph, outputs, weights, gradients, sizes), batch, gradients);
    }

    private static Found run(StepPlan plan, int batch, Storage gradients) {
        Random random = new Random(8);
        FloatBuffer input = plan.inputs().input(0);
        for (int i = 0; i < batch * TIME * FEATURES; i++) {
            int example = i / FEATURES / TIME;
            boolean isPadding = i / FEATURES % TIME > example % TIME;
            input.put(i, isPadding ? 0 : (float) random.nextGaussian());
        }
        int targets = plan.inputs().targetInts(0).capacity();
        for (int i = 0; i < targets; i++) {
            plan.inputs().targetInts(0).put(i, random.nextInt(3));
            if (plan.inputs().isWeighted(0)) {
                plan.inputs().weights(0).put(i, random.nextInt(4));
            }
        }
        plan.run(77);
        double[] accuracy = new double[plan.size(0, 0, 0) + plan.size(0, 0, 1)];
        plan.addTo(accuracy, 0, 0, 0, 0);
        plan.addTo(accuracy, plan.size(0, 0, 0), 0, 0, 1);
        float[] numbers = new float[gradients.floats().capacity()];
        gradients.floats().get(0, numbers);
        return new Found(plan, accuracy, numbers);
    }

    private static void assertDivided(Scoring scoring, LayerSpec... layers) {
        assertDivided(outputs(), scoring, layers);
    }

    private static void assertDivided(List<OutputTraining> outputs, Scoring scoring, LayerSpec... layers) {
        Graph graph = graph(layers);
        Found whole = run(graph, outputs, BATCH, 1, scoring);
        for (int threads : new int[] {2, 3, 4}) {
            Found divided = run(graph, outputs, BATCH, threads, scoring);
            assertInstanceOf(DividedStep.class, divided.plan());
            assertEquals(whole.loss(), divided.loss(), TOLERANCE);
            assertArrayEquals(whole.accuracy(), divided.accuracy(), TOLERANCE);
            assertArrayEquals(whole.gradients(), divided.gradients(), TOLERANCE);
            assertArrayEquals(
                    divided.gradients(),
                    run(graph, outputs, BATCH, threads, scoring).gradients(),
                    0);
            divided.plan().close();
        }
        assertTrue(whole.loss() > 0.1);
    }

    private static void assertWhole(Graph graph, List<OutputTraining> outputs, int batch) {
        assertInstanceOf(
                WholeStep.class, run(graph, outputs, batch, 2, Scoring.STATED).plan());
    }

    @Test
    void findsTheSame() {
        assertDivided(Scoring.STATED, Layers.flatten(), Layers.dense(24).activation(ActivationFunction.RELU));
    }

    @Test
    void drawsTheSameDropout() {
        assertDivided(
                Scoring.STATED,
                Layers.dropout(0.3),
                Layers.gaussianNoise(0.5),
                Layers.spatialDropout1D(0.4),
                Layers.flatten(),
                Layers.alphaDropout(0.2));
    }

    @Test
    void dividesAKernelByTheSame() {
        assertDivided(
                Scoring.STATED,
                Layers.spectralNormalization(Layers.conv1D(8, 3)).powerIterations(2),
                Layers.flatten(),
                Layers.spectralNormalization(
                        Layers.dense(24).kernelRegularizer(Regularizer.Spec.of().l2(0.1))));
    }

    @Test
    void drawsTheSameDropoutOfRecurrentLayers() {
        assertDivided(Scoring.STATED, Layers.lstm(8).dropout(0.3).recurrentDropout(0.3));
    }

    @Test
    void drawsTheSameDropoutInEachStep() {
        assertDivided(Scoring.STATED, Layers.timeDistributed(Layers.dropout(0.4)), Layers.globalAveragePooling1D());
    }

    @Test
    void sumsMetricsAndTakesMeansOfSteps() {
        assertDivided(Scoring.STATED, Layers.gru(8).returnSequences(true));
    }

    @Test
    void readsMasksOfExamples() {
        assertDivided(Scoring.STATED, Layers.masking(), Layers.lstm(8));
    }

    @Test
    void knowsWhatExamplesWeigh() {
        Scoring weighted = new Scoring(Set.of("out"), false, List.of());
        assertDivided(weighted, Layers.flatten(), Layers.dense(16));
    }

    @Test
    void scoresTheSame() {
        Graph graph = graph(Layers.batchNormalization(), Layers.lstm(8), Layers.dropout(0.5));
        WeightStore weights = WeightStore.initialized(graph, 5);
        Storage none = Storage.ofFloats(0);
        Found whole = run(StepPlan.evaluation(graph, outputs(), weights, new Sizes(BATCH, Map.of(), 1)), BATCH, none);
        Found divided = run(StepPlan.evaluation(graph, outputs(), weights, new Sizes(BATCH, Map.of(), 2)), BATCH, none);
        assertInstanceOf(DividedStep.class, divided.plan());
        assertEquals(whole.loss(), divided.loss(), TOLERANCE);
        assertArrayEquals(whole.accuracy(), divided.accuracy(), TOLERANCE);
    }

    @Test
    void normalizesByTheMomentsOfTheWholeBatch() {
        assertDivided(Scoring.STATED, Layers.flatten(), Layers.batchNormalization());
        assertDivided(Scoring.STATED, Layers.batchNormalization(), Layers.gru(8), Layers.batchNormalization());
        assertDivided(Scoring.STATED, Layers.batchNormalization().axis(1).scale(false), Layers.flatten());
        assertDivided(
                Scoring.STATED, Layers.dense(8), Layers.batchNormalization().center(false), Layers.flatten());
    }

    @Test
    void renormalizesByTheMomentsOfTheWholeBatch() {
        assertDivided(
                Scoring.STATED,
                Layers.flatten(),
                Layers.batchNormalization().renorm(true).renormRmax(1.1).renormDmax(0.1));
        assertDivided(
                Scoring.STATED, Layers.masking(), Layers.batchNormalization().renorm(true), Layers.lstm(8));
    }

    @Test
    void normalizesByTheValidStepsOfTheWholeBatch() {
        assertDivided(Scoring.STATED, Layers.masking(), Layers.batchNormalization(), Layers.lstm(8));
    }

    @Test
    void movesStatisticsByTheWholeBatch() {
        assertMoved(Layers.batchNormalization(), Set.of("layer_0/moving_mean", "layer_0/moving_variance"));
        assertMoved(
                Layers.batchNormalization().renorm(true),
                Set.of(
                        "layer_0/moving_mean",
                        "layer_0/moving_variance",
                        "layer_0/moving_stddev",
                        "layer_0/renorm_mean",
                        "layer_0/renorm_stddev"));
    }

    private static void assertMoved(LayerSpec layer, Set<String> paths) {
        Graph graph = graph(layer, Layers.flatten());
        Map<String, float[]> whole =
                run(graph, outputs(), BATCH, 1, Scoring.STATED).plan().moved();
        Map<String, float[]> divided =
                run(graph, outputs(), BATCH, 4, Scoring.STATED).plan().moved();
        assertEquals(paths, divided.keySet());
        whole.forEach((path, numbers) -> assertArrayEquals(numbers, divided.get(path), TOLERANCE));
    }

    @Test
    void takesTheMeanOverAllStepsThatCount() {
        assertDivided(Scoring.STATED, Layers.masking(), Layers.lstm(8).returnSequences(true));
    }

    @Test
    void takesTheMeanOverAllClassesThatCount() {
        assertDivided(outputs(Losses.sparseCategoricalCrossentropy().ignoreClass(2)), Scoring.STATED, Layers.flatten());
    }

    @Test
    void dividesByTheWeightOfAllExamples() {
        Scoring weighted = new Scoring(Set.of("out"), false, List.of());
        SampleLoss loss = Losses.sparseCategoricalCrossentropy().reduced(LossReduction.MEAN_WITH_SAMPLE_WEIGHT);
        assertDivided(outputs(loss), weighted, Layers.flatten());
    }

    @Test
    void doesNotDivideSums() {
        SampleLoss sum = Losses.sparseCategoricalCrossentropy().reduced(LossReduction.SUM);
        assertWhole(graph(Layers.flatten()), outputs(sum), BATCH);
    }

    @Test
    void doesNotDivideLossesOfUsers() {
        SampleLoss own = Losses.ofIndices(
                "own", (prediction, target) -> prediction.square().sum(-1).minus(target.cast(DType.FLOAT32)));
        assertWhole(graph(Layers.flatten()), outputs(own), BATCH);
    }

    @Test
    void doesNotDivideValuesAlongTheBatch() {
        for (int axis : new int[] {0, -2}) {
            assertWhole(graph(), outputs(Losses.categoricalCrossentropy().axis(axis)), BATCH);
            assertWhole(graph(), outputs(Losses.binaryCrossentropy().axis(axis)), BATCH);
            assertWhole(graph(), outputs(Losses.cosineSimilarity(axis)), BATCH);
            assertWhole(graph(), outputs(Losses.dice(axis)), BATCH);
        }
    }

    @Test
    void doesNotDivideMetricsOfUsers() {
        SampleLoss loss = Losses.sparseCategoricalCrossentropy();
        TrainingMetric ofUsers = TrainingMetrics.of("largest", (prediction, target) -> prediction.value());
        assertWhole(graph(), List.of(new OutputTraining("out", loss, 1, List.of(ofUsers))), BATCH);
    }

    @Test
    void doesNotDivideSmallOrUnevenBatches() {
        Graph graph = graph(Layers.flatten(), Layers.dense(8));
        assertWhole(graph, outputs(), 33);
        assertWhole(graph, outputs(), 14);
    }

    /** Long examples are divided one by one: a part then has a first axis of 1, and its example is not the first one. */
    @Test
    void eachOfTwoLongExamplesDrawsItsOwnDropout() {
        int steps = 400;
        GraphBuilder g = GraphBuilder.named("Long");
        Wire read = g.apply("read", Layers.gru(96).returnSequences(true), g.input("x", steps, FEATURES));
        Wire dropped = g.apply("dropped", Layers.dropout(0.5), read);
        Wire last = g.apply("last", Layers.gru(96), dropped);
        Wire out = g.apply("out", Layers.dense(3).activation(ActivationFunction.SOFTMAX), last);
        Graph graph = g.output(out, Loss.Spec.of(LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY))
                .build();
        float[] whole = gradients(graph, 1, steps);
        assertArrayEquals(whole, gradients(graph, 2, steps), TOLERANCE);
    }

    /** Of two examples. */
    private static float[] gradients(Graph graph, int threads, int steps) {
        WeightStore weights = WeightStore.initialized(graph, 5);
        Storage gradients = Storage.ofFloats(weights.trainableElements());
        Sizes sizes = new Sizes(2, Map.of(), threads, Optional.of(Set.of()), Scoring.STATED, LayerPrecisions.NONE);
        StepPlan plan = StepPlan.training(graph, outputs(), weights, gradients, sizes);
        assertEquals(threads > 1, plan instanceof DividedStep);
        Random random = new Random(8);
        for (int i = 0; i < 2 * steps * FEATURES; i++) {
            plan.inputs().input(0).put(i, (float) random.nextGaussian());
        }
        plan.inputs().targetInts(0).put(1, 2);
        plan.run(77);
        float[] numbers = new float[gradients.floats().capacity()];
        gradients.floats().get(0, numbers);
        plan.close();
        return numbers;
    }

    private static int parts(Graph graph, int cores) {
        WeightStore weights = WeightStore.initialized(graph, 5);
        StepProgram step = StepProgram.training(graph, outputs(), weights, BATCH);
        return Division.of(step, BATCH, Threads.BY_WORK, cores).parts();
    }

    /** A recurrent step has short kernels, each of which is best left to one thread, and is long all the same. */
    @Test
    void dividesLongStepsOfShortKernels() {
        Graph recurrent = graph(Layers.gru(96));
        assertEquals(2, parts(recurrent, 2));
        assertEquals(4, parts(recurrent, 4));
        assertEquals(1, parts(recurrent, 1));
    }

    @Test
    void leavesShortStepsToOneThread() {
        assertEquals(1, parts(graph(Layers.flatten(), Layers.dense(8)), 8));
    }
}
