package dev.plumb.runtime;

import static dev.plumb.dsl.ActivationFunction.SIGMOID;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.ActivationFunction.TANH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.array.InputException;
import dev.plumb.data.Dataset;
import dev.plumb.data.ExampleDataset;
import dev.plumb.data.Structure;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.Metric;
import dev.plumb.dsl.Regularizer;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.ops.Var;
import dev.plumb.train.Adam;
import dev.plumb.train.Losses;
import dev.plumb.train.OutputTraining;
import dev.plumb.train.SGD;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The trainer of models in code: as that of graphs. */
final class EagerTrainerTest {
    private static final int EXAMPLES = 50;
    private static final Fit QUIET = Fit.epochs(3).batchSize(16).verbose(Verbosity.SILENT);

    private static final class Classifier extends EagerModel<Var, Var> {
        private final EagerLayer hidden = layer(
                "hidden",
                Layers.dense(4)
                        .activation(TANH)
                        .kernelRegularizer(Regularizer.Spec.of().l2(0.01)));
        private final EagerLayer normal = layer("normal", Layers.batchNormalization());
        private final EagerLayer classes = layer("classes", Layers.dense(3).activation(SOFTMAX));

        Classifier() {
            super(7);
        }

        @Override
        public Var call(EagerContext context, Var x) {
            return classes.call(context, normal.call(context, hidden.call(context, x)));
        }
    }

    private static Network network() {
        GraphBuilder g = GraphBuilder.named("Classifier");
        Wire hidden = g.apply(
                "hidden",
                Layers.dense(4)
                        .activation(TANH)
                        .kernelRegularizer(Regularizer.Spec.of().l2(0.01)),
                g.input("x", 3));
        Wire normal = g.apply("normal", Layers.batchNormalization(), hidden);
        Wire classes = g.apply("classes", Layers.dense(3).activation(SOFTMAX), normal);
        g.output(classes, LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY, Metric.ACCURACY);
        return Network.create(g.build(), 7);
    }

    private static Dataset<INDArray, INDArray> examples(String target) {
        SplittableRandom random = new SplittableRandom(3);
        float[][] x = new float[EXAMPLES][3];
        int[] y = new int[EXAMPLES];
        for (int i = 0; i < EXAMPLES; i++) {
            for (int j = 0; j < 3; j++) {
                x[i][j] = (float) random.nextGaussian();
            }
            y[i] = x[i][0] > 0.3 ? 0 : x[i][1] > x[i][2] ? 1 : 2;
        }
        return Dataset.of(
                Structure.single("x"), Nd4j.createFromArray(x), Structure.single(target), Nd4j.createFromArray(y));
    }

    @Test
    void reportsWhatTheTrainerOfTheSameGraphReports() {
        Network network = network();
        History planned = network.trainer(Structure.single("x"), Structure.single("classes"), Adam.of(0.01))
                .fit(examples("classes"), QUIET.validationSplit(0.2).seed(5));
        Classifier model = new Classifier();
        Trainer<INDArray, INDArray> trainer = model.trainer(
                EagerInput.array(), Adam.of(0.01), Losses.sparseCategoricalCrossentropy(), Metric.ACCURACY);
        History eager =
                trainer.fit(examples("classes"), QUIET.validationSplit(0.2).seed(5));
        assertEquals(planned.keys(), eager.keys());
        for (String key : planned.keys()) {
            for (int epoch = 0; epoch < 3; epoch++) {
                assertEquals(planned.get(key).get(epoch), eager.get(key).get(epoch), 1e-5, key + " " + epoch);
            }
        }
        assertEquals(9, trainer.iterations());
        network.weights()
                .forEach((path, weight) -> assertTrue(
                        weight.equalsWithEps(model.weight(path), 1e-4),
                        () -> path + ": " + weight + " " + model.weight(path)));
    }

    @Test
    void whatRunsOpByOpHasNoStepToProfile() {
        Trainer<INDArray, INDArray> trainer =
                new Classifier().trainer(EagerInput.array(), Adam.of(0.01), Losses.sparseCategoricalCrossentropy());
        UnsupportedOperationException e =
                assertThrows(UnsupportedOperationException.class, () -> trainer.profile(examples("classes"), 16));
        assertEquals(
                "model 'Classifier' runs its code op by op, so it has no step that is prepared, whose kernels could be"
                        + " timed: profile(…) is for generated models and networks",
                e.getMessage());
    }

    /** A path of some turns: its sum decides. */
    private record Walk(List<Float> turns) {}

    private static final class Walker extends EagerModel<Walk, Var> {
        private final EagerLayer step = layer("step", Layers.dense(6).activation(TANH));
        private final EagerLayer positive = layer("positive", Layers.dense(1).activation(SIGMOID));

        Walker() {
            super(1);
        }

        @Override
        public Var call(EagerContext context, Walk walk) {
            Var state = context.fill(0, 1, 6);
            for (float turn : walk.turns()) {
                state = step.call(context, state.concatenate(1, context.floats(new float[] {turn}, 1, 1)));
            }
            return positive.call(context, state);
        }
    }

    private static ExampleDataset<Walk, INDArray> walks() {
        SplittableRandom random = new SplittableRandom(9);
        List<Walk> walks = new ArrayList<>();
        float[] labels = new float[120];
        for (int i = 0; i < labels.length; i++) {
            List<Float> turns = new ArrayList<>();
            float sum = 0;
            for (int t = 0; t <= random.nextInt(4); t++) {
                turns.add((float) random.nextGaussian());
                sum += turns.get(t);
            }
            walks.add(new Walk(turns));
            labels[i] = sum > 0 ? 1 : 0;
        }
        return Dataset.of(walks, Structure.single("label"), Nd4j.createFromArray(labels));
    }

    @Test
    void examplesThatAreNoArraysAreTrainedOneByOne() {
        Walker model = new Walker();
        Trainer<List<Walk>, INDArray> trainer = model.trainer(
                EagerInput.examples(), Adam.of(0.02), Losses.binaryCrossentropy(), Metric.BINARY_ACCURACY);
        History history = trainer.fit(
                walks(), Fit.epochs(30).batchSize(16).verbose(Verbosity.SILENT).validationSplit(0.25));
        assertTrue(history.last("val_binary_accuracy") > 0.85, history::toString);
        assertEquals(30 * 6, trainer.iterations());
        Evaluation all = trainer.evaluate(walks(), 7);
        assertEquals(all.loss(), trainer.evaluate(walks(), 120).loss(), 1e-5);
        assertEquals("120 examples: Walk -> label (120)", walks().toString());
    }

    @Test
    void aBatchIsPredictedAsTheTrainerCallsTheModel() {
        Walker walker = new Walker();
        List<Walk> walks = List.of(new Walk(List.of(1f, -2f)), new Walk(List.of(3f)));
        INDArray each = walker.predict(EagerInput.examples(), walks);
        assertEquals(List.of(2L, 1L), List.of(each.size(0), each.size(1)));
        for (int i = 0; i < walks.size(); i++) {
            assertEquals(walker.predict(walks.get(i)).getFloat(0), each.getFloat(i));
        }
        Classifier classifier = new Classifier();
        INDArray classes = classifier.predict(EagerInput.array(), Nd4j.rand(5, 4));
        assertEquals(List.of(5L, 3L), List.of(classes.size(0), classes.size(1)));
        assertEquals(5, classes.sumNumber().doubleValue(), 1e-5);
    }

    @Test
    void aTargetOfAnotherShapeIsNotBroadcast() {
        Walker model = new Walker();
        try (GradientTape tape = model.tape(Phase.TRAINING)) {
            EagerContext context = tape.context();
            Var output = context.fill(0.5f, 4, 1);
            Var labels = context.fill(1, 4);
            IllegalArgumentException flat = assertThrows(
                    IllegalArgumentException.class, () -> context.loss(Losses.meanSquaredError(), output, labels));
            assertTrue(
                    flat.getMessage()
                            .startsWith("the loss mean_squared_error of an output float32[4,1] expects a target"
                                    + " float32[4,1], got float32[4]"),
                    flat.getMessage());
            IllegalArgumentException column = assertThrows(
                    IllegalArgumentException.class,
                    () -> context.loss(
                            Losses.sparseCategoricalCrossentropy(),
                            context.fill(0.5f, 4, 2),
                            context.ints(new int[4], 4, 1)));
            assertTrue(
                    column.getMessage()
                            .startsWith("the loss sparse_categorical_crossentropy of an output float32[4,2] expects a"
                                    + " target int32[4], got int32[4,1]"),
                    column.getMessage());
            assertEquals(0.25f, context.number(context.loss(Losses.meanSquaredError(), output, labels.reshape(-1, 1))));
        }
    }

    /** The means of walks: all at once. */
    private static final class Means extends EagerModel<List<Walk>, Var> {
        private final EagerLayer positive = layer("positive", Layers.dense(1).activation(SIGMOID));

        Means() {
            super(1);
        }

        @Override
        public Var call(EagerContext context, List<Walk> walks) {
            float[] means = new float[walks.size()];
            for (int i = 0; i < means.length; i++) {
                means[i] = (float) walks.get(i).turns().stream()
                        .mapToDouble(Float::doubleValue)
                        .average()
                        .orElseThrow();
            }
            return positive.call(context, context.floats(means, means.length, 1));
        }
    }

    @Test
    void aModelIsGivenAllExamplesOfABatchAtOnce() {
        Trainer<List<Walk>, INDArray> trainer = new Means()
                .trainer(EagerInput.batch(), Adam.of(0.2), Losses.binaryCrossentropy(), Metric.BINARY_ACCURACY);
        History history = trainer.fit(walks(), Fit.epochs(20).batchSize(16).verbose(Verbosity.SILENT));
        assertTrue(history.last("binary_accuracy") > 0.95, history::toString);
    }

    /** Scales, and says how far. */
    private static final class Scaler extends EagerModel<Map<String, Var>, Map<String, Var>> {
        private final EagerLayer scale = layer("scale", Layers.dense(2).useBias(false));
        private final EagerLayer sure = layer("sure", Layers.dense(1).activation(SIGMOID));

        Scaler() {
            super(4);
        }

        @Override
        public Map<String, Var> call(EagerContext context, Map<String, Var> input) {
            Var scaled = scale.call(context, input.get("a").plus(input.get("b")));
            return Map.of("scaled", scaled, "sure", sure.call(context, scaled));
        }
    }

    @Test
    void severalInputsAndOutputsGoByTheirNames() {
        Scaler model = new Scaler();
        Structure<Map<String, INDArray>> inputs = Structure.map(List.of("a", "b"));
        Structure<Map<String, INDArray>> targets = Structure.map(List.of("sure", "scaled"));
        EagerOptimizer optimizer = model.optimizer(SGD.of(0.1));
        Trainer<Map<String, INDArray>, Map<String, INDArray>> trainer = model.trainer(
                EagerInput.arrays(inputs, values -> Map.of("a", values.get(0), "b", values.get(1))),
                targets,
                optimizer,
                List.of(
                        new OutputTraining("scaled", Losses.meanSquaredError(), 1, List.of()),
                        new OutputTraining("sure", Losses.binaryCrossentropy(), 0.5, List.of(Metric.BINARY_ACCURACY))));
        INDArray a = Nd4j.createFromArray(new float[][] {{1, 0}, {0, 1}, {1, 1}});
        Map<String, INDArray> x = Map.of("a", a, "b", a.neg().muli(0.5));
        Map<String, INDArray> y = Map.of("scaled", a.mul(2), "sure", Nd4j.createFromArray(new float[] {1, 0, 1}));
        Evaluation before = trainer.testOnBatch(x, y);
        assertEquals(List.of("loss", "scaled_loss", "sure_loss", "sure_binary_accuracy"), before.names());
        assertEquals(before.get("scaled_loss") + 0.5 * before.get("sure_loss"), before.loss(), 1e-6);
        for (int i = 0; i < 50; i++) {
            trainer.trainOnBatch(x, y);
        }
        assertTrue(trainer.testOnBatch(x, y).loss() < 0.5 * before.loss());
        assertEquals(50, optimizer.iterations());
    }

    @Test
    void whatDoesNotFitIsSaidInTheWordsOfGraphs() {
        Classifier model = new Classifier();
        Trainer<INDArray, INDArray> trainer =
                model.trainer(EagerInput.array(), Adam.of(0.01), Losses.sparseCategoricalCrossentropy());
        INDArray x = Nd4j.ones(2, 3);
        assertEquals(
                "target 'output' has 3 in example 1: expected class indices from 0 to 2",
                assertThrows(InputException.class, () -> trainer.trainOnBatch(x, Nd4j.createFromArray(0, 3)))
                        .getMessage());
        assertEquals(
                "target 'output' expects (batch), found (2, 3): labels are one-hot: use CATEGORICAL_CROSSENTROPY",
                assertThrows(
                                InputException.class,
                                () -> trainer.trainOnBatch(
                                        x, Nd4j.eye(3).get(org.nd4j.linalg.indexing.NDArrayIndex.interval(0, 2))))
                        .getMessage());
        assertThrows(InputException.class, () -> trainer.trainOnBatch(x, Nd4j.createFromArray(0, 1, 2)));
        IllegalArgumentException other = assertThrows(
                IllegalArgumentException.class,
                () -> model.trainer(
                        EagerInput.array(), Structure.single("y"), new Walker().optimizer(SGD.of(1)), List.of()));
        assertEquals(
                "the optimizer is one of model 'Walker', and this is another model, 'Classifier': make one by its"
                        + " optimizer(…)",
                other.getMessage());
        model.freeze("hidden", "normal", "classes");
        assertThrows(IllegalStateException.class, () -> trainer.trainOnBatch(x, Nd4j.createFromArray(0, 1)));
    }

    @Test
    void aLossThatDoesNotFitTheOutputIsRefused() {
        Walker model = new Walker();
        Trainer<List<Walk>, INDArray> trainer =
                model.trainer(EagerInput.examples(), Adam.of(0.1), Losses.sparseCategoricalCrossentropy());
        RuntimeException refused = assertThrows(RuntimeException.class, () -> trainer.fit(walks(), QUIET));
        assertTrue(refused.getMessage().contains("SPARSE_CATEGORICAL_CROSSENTROPY"), refused::getMessage);
    }

    @Test
    void notANumberIsNotTaken() {
        Classifier model = new Classifier();
        Trainer<INDArray, INDArray> trainer =
                model.trainer(EagerInput.array(), Adam.of(0.01), Losses.sparseCategoricalCrossentropy());
        INDArray x = Nd4j.ones(2, 3);
        INDArray y = Nd4j.createFromArray(0, 1);
        trainer.trainOnBatch(x, y);
        Map<String, INDArray> before = model.weights();
        INDArray bad = x.dup().putScalar(1, Float.NaN);
        assertThrows(NonFiniteLossException.class, () -> trainer.trainOnBatch(bad, y));
        assertEquals(before, model.weights());
        Dataset<INDArray, INDArray> data = Dataset.of(Structure.single("x"), bad, Structure.single("y"), y);
        assertEquals(
                "input 'x' has NaN in example 0, element 1: expected finite numbers",
                assertThrows(InputException.class, () -> trainer.fit(data, QUIET.checkInputs(true)))
                        .getMessage());
    }

    @Test
    void aModelThatGivesSomethingElseIsTold() {
        EagerModel<Var, String> model = new EagerModel<>(1) {
            private final EagerLayer one = layer("one", Layers.dense(1));

            @Override
            public String call(EagerContext context, Var input) {
                return one.call(context, input).toString();
            }
        };
        Trainer<INDArray, INDArray> trainer = model.trainer(EagerInput.array(), SGD.of(0.1), Losses.meanSquaredError());
        assertEquals(
                "model 'EagerModel' is trained by its outputs [output], and its call gave a String: expected a Var",
                assertThrows(IllegalStateException.class, () -> trainer.trainOnBatch(Nd4j.ones(2, 3), Nd4j.ones(2, 1)))
                        .getMessage());
    }
}
