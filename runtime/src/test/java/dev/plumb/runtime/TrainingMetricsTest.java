package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Measure;
import dev.plumb.dsl.Metric;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.ops.Var;
import dev.plumb.train.AreaUnderCurve;
import dev.plumb.train.Losses;
import dev.plumb.train.OutputTraining;
import dev.plumb.train.Prediction;
import dev.plumb.train.SGD;
import dev.plumb.train.SampleLoss;
import dev.plumb.train.TrainingMetric;
import dev.plumb.train.TrainingMetrics;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Metrics of a trainer: given with options and mixed with constants, named, divided into batches in any way. */
final class TrainingMetricsTest {
    private static final int EXAMPLES = 77;
    private static final int CLASSES = 7;

    private static Network network(int units, ActivationFunction activation) {
        GraphBuilder g = GraphBuilder.named("Small");
        Wire x = g.input("x", 5);
        return Network.create(
                g.output(g.apply("y", Layers.dense(units).activation(activation), x))
                        .build(),
                3);
    }

    private static Network classifier() {
        return network(CLASSES, ActivationFunction.SOFTMAX);
    }

    private static Trainer<INDArray, INDArray> trainer(Network network, SampleLoss loss, Measure... metrics) {
        return network.trainer(
                Structure.single("x"),
                Structure.single("y"),
                SGD.of(),
                List.of(new OutputTraining("y", loss, 1, List.of(metrics))));
    }

    private static Dataset<INDArray, INDArray> classes() {
        Nd4j.getRandom().setSeed(11);
        INDArray x = Nd4j.randn(EXAMPLES, 5);
        INDArray y = Nd4j.zeros(DataType.INT32, EXAMPLES);
        for (int i = 0; i < EXAMPLES; i++) {
            y.putScalar(i, i * i % CLASSES);
        }
        return Dataset.of(Structure.single("x"), x, Structure.single("y"), y);
    }

    private static Measure[] classMetrics() {
        return new Measure[] {
            Metric.ACCURACY,
            Metric.AUC,
            Metric.PRECISION,
            Metric.F1_SCORE,
            Metric.MEAN_IOU,
            Metric.CONFUSION_MATRIX,
            Metric.SPARSE_TOP_K_CATEGORICAL_ACCURACY,
            Metric.SCCE,
            Metric.KLD,
            TrainingMetrics.auc().multiLabel().curve(AreaUnderCurve.Curve.PR).named("pr_auc"),
            TrainingMetrics.topK(2),
            TrainingMetrics.recall().topK(2).classId(3),
            TrainingMetrics.precisionAtRecall(0.5)
        };
    }

    /** Evaluation divides batches once more, into powers of two. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 32, 64})
    void howExamplesAreBatchedDoesNotChangeTheResult(int batchSize) {
        Trainer<INDArray, INDArray> trainer =
                trainer(classifier(), Losses.sparseCategoricalCrossentropy(), classMetrics());
        Evaluation whole = trainer.evaluate(classes(), EXAMPLES);
        Evaluation parts = trainer.evaluate(classes(), batchSize);
        assertEquals(whole.names(), parts.names());
        for (String name : whole.names()) {
            assertEquals(whole.get(name), parts.get(name), 1e-6, name);
        }
    }

    @Test
    void aTrainerTellsTheNamesThatItReportsBy() {
        Trainer<INDArray, INDArray> trainer =
                trainer(classifier(), Losses.sparseCategoricalCrossentropy(), classMetrics());
        assertEquals(trainer.evaluate(classes()).names(), trainer.metricNames());
        assertTrue(trainer.metricNames().containsAll(List.of("loss", "pr_auc", "top_k_categorical_accuracy")));
    }

    @Test
    void theSecondOfANameHasANumberAndAWeightedOneSaysSo() {
        Trainer<INDArray, INDArray> trainer = trainer(
                classifier(),
                Losses.sparseCategoricalCrossentropy(),
                TrainingMetrics.auc().weighted(),
                TrainingMetrics.auc(),
                TrainingMetrics.auc().numThresholds(20),
                TrainingMetrics.precision().weighted());
        assertEquals(List.of("loss", "auc", "auc_1", "precision", "weighted_auc"), trainer.metricNames());
        Trainer<INDArray, INDArray> confusing = trainer(
                classifier(),
                Losses.sparseCategoricalCrossentropy(),
                TrainingMetrics.auc().named("loss"));
        assertEquals(List.of("loss", "loss_1"), confusing.metricNames());
    }

    @Test
    void anEvaluationHasTheWholeTable() {
        Trainer<INDArray, INDArray> trainer = trainer(
                classifier(),
                Losses.sparseCategoricalCrossentropy(),
                Metric.CONFUSION_MATRIX,
                Metric.F1_SCORE,
                Metric.ACCURACY,
                TrainingMetrics.recall().thresholds(0, 0.5));
        Evaluation scores = trainer.evaluate(classes(), 8);
        double[][] table = scores.table("confusion_matrix");
        double total = Arrays.stream(table).flatMapToDouble(Arrays::stream).sum();
        double diagonal = 0;
        for (int i = 0; i < CLASSES; i++) {
            diagonal += table[i][i];
        }
        assertEquals(EXAMPLES, total);
        assertEquals(scores.get("accuracy"), diagonal / total, 1e-9);
        assertEquals(scores.get("accuracy"), scores.get("confusion_matrix"), 1e-9);
        assertEquals(CLASSES, scores.table("f1_score")[0].length);
        assertEquals(
                scores.get("f1_score"),
                Arrays.stream(scores.table("f1_score")[0]).average().orElseThrow(),
                1e-12);
        assertEquals(1, scores.table("recall")[0][0]);
        assertArrayEquals(new double[] {scores.get("accuracy")}, scores.table("accuracy")[0], 1e-12);
        String text = assertThrows(IllegalArgumentException.class, () -> scores.table("confusion"))
                .getMessage();
        assertTrue(text.contains("the evaluation has no 'confusion'") && text.contains("confusion_matrix"), text);
    }

    /** The standard deviation of the errors. */
    private record Spread() implements TrainingMetric {
        @Override
        public String label() {
            return "spread";
        }

        @Override
        public List<Var> sums(Prediction prediction, Var target, Optional<Var> weights) {
            Var error = prediction.value().minus(target);
            return List.of(error.sum(), error.square().sum(), error.fillLike(1).sum());
        }

        @Override
        public double result(List<double[]> sums) {
            double count = sums.get(2)[0];
            return Math.sqrt(sums.get(1)[0] / count - Math.pow(sums.get(0)[0] / count, 2));
        }
    }

    @Test
    void metricsOfOnesOwnAreLambdasOrClasses() {
        Nd4j.getRandom().setSeed(5);
        Dataset<INDArray, INDArray> data =
                Dataset.of(Structure.single("x"), Nd4j.randn(30, 5), Structure.single("y"), Nd4j.randn(30, 2));
        Trainer<INDArray, INDArray> trainer = trainer(
                network(2, ActivationFunction.LINEAR),
                Losses.meanSquaredError(),
                TrainingMetrics.of(
                        "bias", (prediction, target) -> prediction.value().minus(target)),
                TrainingMetrics.sum("seen", (prediction, target) -> target.fillLike(1)),
                TrainingMetrics.of(Losses.meanSquaredError()).named("mse"),
                new Spread());
        Evaluation scores = trainer.evaluate(data, 7);
        assertEquals(60, scores.get("seen"));
        assertEquals(scores.loss(), scores.get("mse"), 1e-6);
        assertEquals(Math.sqrt(scores.get("mse") - Math.pow(scores.get("bias"), 2)), scores.get("spread"), 1e-5);
        History history = trainer.fit(data, Fit.epochs(2).batchSize(7).verbose(Verbosity.SILENT));
        assertEquals(2, history.get("spread").size());
    }

    /** What is said when the trainer is made, before there are data. */
    private static String refused(Measure metric, Network network, SampleLoss loss) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> trainer(network, loss, metric))
                .getMessage());
    }

    @Test
    void whatDoesNotFitTheOutputIsSaidWhenTheTrainerIsMade() {
        SampleLoss sparse = Losses.sparseCategoricalCrossentropy();
        Network one = network(1, ActivationFunction.SIGMOID);
        assertEquals(
                "the metric 'precision' has classId 9: expected 0 to 6, for the output 'y' is (7)",
                refused(TrainingMetrics.precision().classId(9).named("p"), classifier(), sparse));
        assertEquals(
                "the metric 'sensitivity_at_specificity' has classId 7: expected 0 to 6, for the output 'y' is (7)",
                refused(TrainingMetrics.sensitivityAtSpecificity(0.5).classId(7), classifier(), sparse));
        assertEquals(
                "the metric 'recall' has topK, which is for several classes, and the output 'y' is (1)",
                refused(TrainingMetrics.recall().topK(2), one, Losses.binaryCrossentropy()));
        assertEquals(
                "the metric 'recall' takes the 8 largest of 7: the output 'y' is (7)",
                refused(TrainingMetrics.recall().topK(8), classifier(), sparse));
        assertEquals(
                "the metric 'auc' has 3 label weights: expected 7, for the output 'y' is (7)",
                refused(TrainingMetrics.auc().labelWeights(1, 1, 2), classifier(), sparse));
        assertEquals(
                "the metric 'io_u' averages class 7: expected 0 to 6",
                refused(TrainingMetrics.iou(0, 7), classifier(), sparse));
        assertEquals(
                "the metric 'top_k_categorical_accuracy' looks for the class among the 7 largest values of output 'y',"
                        + " which is (7): expected a k from 1 to 6",
                refused(TrainingMetrics.topK(7), classifier(), sparse));
        assertTrue(refused(TrainingMetrics.sparseTopK(3), one, Losses.binaryCrossentropy())
                .contains("binaryAccuracy() is for one probability"));
        assertTrue(refused(Metric.MEAN_IOU, one, Losses.binaryCrossentropy())
                .contains("[plumb/metric-mismatch] MEAN_IOU does not fit output 'y'"));
    }

    @Test
    void aLossAsAMetricFitsWhereItFitsAsALoss() {
        String text = refused(
                TrainingMetrics.of(Losses.sparseCategoricalCrossentropy()).named("nats"),
                network(1, ActivationFunction.SIGMOID),
                Losses.binaryCrossentropy());
        assertEquals(
                "the metric 'nats' is a loss that has to fit its output: SPARSE_CATEGORICAL_CROSSENTROPY does not fit"
                        + " output 'y': it compares classes along the last axis and needs at least 2, (1) has one value;"
                        + " BINARY_CROSSENTROPY is for one probability",
                text);
        assertTrue(refused(
                        TrainingMetrics.of(Losses.binaryCrossentropy().fromLogits(true)),
                        network(3, ActivationFunction.SIGMOID),
                        Losses.binaryCrossentropy())
                .contains("fromLogits = true expects logits"));
    }

    @Test
    void targetsTakeTheFormOfALossAsAMetric() {
        Evaluation scores = trainer(
                        classifier(),
                        Losses.sparseCategoricalCrossentropy(),
                        TrainingMetrics.of(Losses.categoricalCrossentropy()))
                .evaluate(classes());
        assertEquals(scores.loss(), scores.get("categorical_crossentropy"), 1e-6);
        Dataset<INDArray, INDArray> oneHot =
                Dataset.of(Structure.single("x"), Nd4j.ones(CLASSES, 5), Structure.single("y"), Nd4j.eye(CLASSES));
        Evaluation sparse = trainer(
                        classifier(),
                        Losses.categoricalCrossentropy(),
                        TrainingMetrics.of(Losses.sparseCategoricalCrossentropy()))
                .evaluate(oneHot);
        assertEquals(sparse.loss(), sparse.get("sparse_categorical_crossentropy"), 1e-6);
    }

    @Test
    void aMetricOfOnesOwnThatGivesNoValueASampleIsNamed() {
        String text = assertThrows(IllegalArgumentException.class, () -> trainer(
                                classifier(),
                                Losses.sparseCategoricalCrossentropy(),
                                TrainingMetrics.of("total", (prediction, target) -> prediction
                                        .value()
                                        .sum()))
                        .evaluate(classes(), 4))
                .getMessage();
        assertEquals("the metric 'total' gave float32[]: expected one value a sample, so 4 on the first axis", text);
    }

    @Test
    void optionsThatMakeNoSenseAreRefusedWhereTheyAreGiven() {
        for (Runnable given : List.<Runnable>of(
                () -> TrainingMetrics.auc().numThresholds(1),
                () -> TrainingMetrics.precision().thresholds(0.5, 1.5),
                () -> TrainingMetrics.recallAtPrecision(1.1),
                () -> TrainingMetrics.fBeta(0),
                () -> TrainingMetrics.f1().threshold(2),
                () -> TrainingMetrics.topK(0),
                () -> TrainingMetrics.r2().numRegressors(-1),
                () -> TrainingMetrics.accuracy().named(" "),
                () -> TrainingMetrics.meanIoU().threshold(0.3))) {
            String text = String.valueOf(
                    assertThrows(IllegalArgumentException.class, given::run).getMessage());
            assertTrue(text.contains("metric"), text);
        }
    }
}
