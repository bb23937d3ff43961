package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.array.InputException;
import dev.plumb.data.ArrayDataset;
import dev.plumb.data.Batches;
import dev.plumb.data.Dataset;
import dev.plumb.data.Order;
import dev.plumb.data.PowersOfTwo;
import dev.plumb.data.Structure;
import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.ops.Var;
import dev.plumb.train.LossReduction;
import dev.plumb.train.Losses;
import dev.plumb.train.OutputTraining;
import dev.plumb.train.SGD;
import dev.plumb.train.SampleLoss;
import dev.plumb.train.callback.LambdaCallback;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Weights of samples, classes and losses, losses of one's own and of several outputs, where there is no Keras to compare with. */
final class WeightsTest {
    private static final Fit ONE = Fit.epochs(1).batchSize(4).shuffle(false).verbose(Verbosity.SILENT);
    private static final INDArray X =
            Nd4j.linspace(-1, 1, 24).castTo(DataType.FLOAT).reshape(8, 3);
    private static final INDArray Y = Nd4j.createFromArray(0, 1, 2, 0, 1, 2, 2, 2);
    private static final INDArray W = Nd4j.createFromArray(1f, 0f, 2f, 0.5f, 1f, 3f, 0f, 1f);

    private static Network classifier() {
        GraphBuilder g = GraphBuilder.named("Classifier");
        Wire y = g.apply("y", Layers.dense(3).activation(ActivationFunction.SOFTMAX), g.input("x", 3));
        return Network.create(
                g.output(y, LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY).build(), 7);
    }

    private static Network twoOutputs() {
        GraphBuilder g = GraphBuilder.named("Two");
        Wire x = g.input("x", 3);
        Wire left = g.apply("left", Layers.dense(2), x);
        Wire right = g.apply("right", Layers.dense(2), x);
        return Network.create(
                g.output(left, LossFunction.MEAN_SQUARED_ERROR).output(right).build(), 7);
    }

    private static ArrayDataset<List<INDArray>, List<INDArray>> data(String target, INDArray targets) {
        return Dataset.of(Structure.list(List.of("x")), List.of(X), Structure.list(List.of(target)), List.of(targets));
    }

    private static ArrayDataset<List<INDArray>, List<INDArray>> sides() {
        return data("left", X.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 2)));
    }

    @Test
    void anExampleOfWeightTwoIsAsTwoExamples() {
        Trainer<List<INDArray>, List<INDArray>> trainer = classifier().trainer(SGD.of(0.1));
        ArrayDataset<List<INDArray>, List<INDArray>> plain = data("y", Y);
        double both = trainer.evaluate(plain.take(2), 8).loss() * 2;
        double first = trainer.evaluate(plain.take(1), 8).loss();
        double weighted = trainer.evaluate(
                        plain.sampleWeights(Nd4j.createFromArray(2f, 1f, 1f, 1f, 1f, 1f, 1f, 1f))
                                .take(2),
                        8)
                .loss();
        assertEquals((both + first) / 2, weighted, 1e-6);
    }

    @Test
    void weightsStayWithTheirExamplesWhenTheseAreShuffledOrCut() {
        ArrayDataset<List<INDArray>, List<INDArray>> weighted =
                data("y", Nd4j.arange(8)).sampleWeights("y", W);
        assertSameOrder(weighted.batches(3, Order.shuffled(3, 0)));
        assertSameOrder(weighted.split(0.5).validation().batches(3, Order.sequential()));
        assertSameOrder(new PowersOfTwo(weighted.batches(7, Order.shuffled(1, 2)), 7));
        assertTrue(weighted.toString().endsWith(", weighted for y"), weighted.toString());
    }

    private static void assertSameOrder(Batches batches) {
        assertTrue(batches.weighs(0));
        while (batches.next()) {
            FloatBuffer numbers = FloatBuffer.allocate(batches.size());
            FloatBuffer weights = FloatBuffer.allocate(batches.size());
            batches.target(0, numbers);
            batches.weight(0, weights);
            for (int i = 0; i < batches.size(); i++) {
                assertEquals(W.getFloat((int) numbers.get(i)), weights.get(i));
            }
        }
    }

    @Test
    void examplesOfAStreamHaveWeights() {
        Trainer<List<INDArray>, List<INDArray>> trainer = classifier().trainer(SGD.of(0.1));
        double plain = trainer.evaluate(data("y", Y), 5).loss();
        double weighted = trainer.evaluate(data("y", Y).map(example -> example.weighted(3)), 5)
                .loss();
        assertEquals(3 * plain, weighted, 1e-5);
        History history =
                classifier().trainer(SGD.of(1e-20)).fit(data("y", Y).map(example -> example.weighted(3)), ONE);
        assertEquals(3 * plain, history.get("loss").get(0), 1e-5);
    }

    @Test
    void oneWeightOfAnExampleIsThatOfAllItsSteps() {
        FloatBuffer steps = FloatBuffer.allocate(24);
        Batches batches = data("y", Y).sampleWeights(W).batches(8, Order.sequential());
        batches.next();
        batches.weight(0, steps);
        for (int i = 0; i < 24; i++) {
            assertEquals(W.getFloat(i / 3), steps.get(i));
        }
    }

    @Test
    void weightsThatDoNotFitAreRefused() {
        ArrayDataset<List<INDArray>, List<INDArray>> plain = data("y", Y);
        assertMessage(
                () -> plain.sampleWeights(Nd4j.createFromArray(1f, 2f)),
                "of target 'y' are (2), and there are 8 examples");
        assertMessage(() -> plain.sampleWeights("z", W), "there is no target 'z' to weigh");
        assertMessage(
                () -> plain.sampleWeights(Nd4j.createFromArray(1f, 1f, 1f, Float.NaN, 1f, 1f, 1f, 1f)),
                "have NaN in example 3: expected finite numbers");
        assertMessage(() -> plain.take(3).sampleWeights(W), "give weights to the whole before it is cut");
        Trainer<List<INDArray>, List<INDArray>> trainer = classifier().trainer(SGD.of(0.1));
        assertMessage(
                () -> trainer.fit(plain.sampleWeights(Nd4j.ones(8, 5)), ONE),
                "5 for each example, and its loss has 1 value for each: expected one weight an example");
        assertMessage(
                () -> trainer.fit(plain.sampleWeights(W), ONE.classWeight(Map.of(0, 2.0))),
                "multiply the sample weights by those of the classes instead");
        assertMessage(
                () -> trainer.fit(plain, ONE.classWeight("z", Map.of(0, 2.0))),
                "there is no trained output 'z' for class weights");
        assertThrows(IllegalArgumentException.class, () -> ONE.classWeight(Map.of(0, Double.NaN)));
        assertThrows(IllegalArgumentException.class, () -> ONE.classWeight(Map.of(0, -1.0)));
        assertThrows(IllegalArgumentException.class, () -> ONE.classWeight(Map.of(0, 1e39)));
    }

    private static void assertMessage(Runnable action, String part) {
        InputException refused = assertThrows(InputException.class, action::run);
        assertTrue(refused.getMessage().contains(part), refused.getMessage());
    }

    @Test
    void validationGoesByWeightsOfSamplesAndNotOfClasses() {
        Fit split = ONE.validationSplit(0.5);
        Map<Integer, Double> classes = Map.of(2, 9.0);
        double plain = classifier()
                .trainer(SGD.of(1e-20))
                .fit(data("y", Y), split.classWeight(classes))
                .get("val_loss")
                .get(0);
        double alone = classifier()
                .trainer(SGD.of(1e-20))
                .fit(data("y", Y), split)
                .get("val_loss")
                .get(0);
        double weighted = classifier()
                .trainer(SGD.of(1e-20))
                .fit(data("y", Y).sampleWeights(W), split)
                .get("val_loss")
                .get(0);
        assertEquals(alone, plain);
        assertTrue(Math.abs(alone - weighted) > 1e-3);
    }

    @Test
    void anEagerModelIsTrainedWithTheSameWeights() {
        for (boolean ofClasses : new boolean[] {false, true}) {
            Network network = classifier();
            INDArray kernel = network.weight("y/kernel");
            ArrayDataset<List<INDArray>, List<INDArray>> planned = data("y", Y);
            ArrayDataset<INDArray, INDArray> eager =
                    Dataset.of(Structure.single("x"), X, Structure.single("output"), Y);
            Fit options = ofClasses ? ONE.classWeight(Map.of(0, 3.0, 2, 0.5)) : ONE;
            History expected =
                    network.trainer(SGD.of(0.5)).fit(ofClasses ? planned : planned.sampleWeights(W), options);
            Dense model = new Dense();
            model.layer.build(3);
            model.setWeight("y/kernel", kernel);
            History found = model.trainer(EagerInput.array(), SGD.of(0.5), Losses.sparseCategoricalCrossentropy())
                    .fit(ofClasses ? eager : eager.sampleWeights(W), options);
            assertEquals(expected.get("loss").get(0), found.get("loss").get(0), 1e-6);
            assertTrue(network.weight("y/kernel").equalsWithEps(model.weight("y/kernel"), 1e-6));
        }
    }

    private static final class Dense extends EagerModel<Var, Var> {
        final EagerLayer layer = layer("y", Layers.dense(3).activation(ActivationFunction.SOFTMAX));

        @Override
        public Var call(EagerContext context, Var input) {
            return layer.call(context, input);
        }
    }

    @Test
    void theWeightOfALossIsSetInTrainingReadAndSaved(@TempDir Path folder) {
        Network network = classifier();
        Trainer<List<INDArray>, List<INDArray>> trainer = network.trainer(SGD.of(0.1));
        assertEquals(1, trainer.lossWeight("y"));
        double before = trainer.evaluate(data("y", Y)).loss();
        trainer.lossWeight("y", 0.25);
        assertEquals(before / 4, trainer.evaluate(data("y", Y)).loss(), 1e-6);
        trainer.fit(
                data("y", Y),
                ONE.callbacks(LambdaCallback.onTrainBatchEnd(
                        (training, epoch, batch, logs) -> training.lossWeight("y", training.lossWeight("y") / 2))));
        assertEquals(0.0625, trainer.lossWeight("y"));
        network.save(folder.resolve("m.plumb"));
        Network loaded = Network.load(folder.resolve("m.plumb"));
        assertEquals(0.0625, loaded.trainer(SGD.of(0.1)).lossWeight("y"));
        List<OutputTraining> other =
                List.of(new OutputTraining("y", Losses.sparseCategoricalCrossentropy(), 3, List.of()));
        Trainer<List<INDArray>, List<INDArray>> stated =
                loaded.trainer(Structure.list(List.of("x")), Structure.list(List.of("y")), SGD.of(0.1), other);
        assertEquals(3, stated.lossWeight("y"));
        IllegalArgumentException unknown =
                assertThrows(IllegalArgumentException.class, () -> trainer.lossWeight("z", 1));
        assertTrue(unknown.getMessage().contains("there are [y]"), unknown.getMessage());
        assertThrows(IllegalArgumentException.class, () -> trainer.lossWeight("y", Double.NaN));
    }

    @Test
    void aWeightOfZeroMovesNothing() {
        Network network = classifier();
        INDArray before = network.weight("y/kernel");
        Trainer<List<INDArray>, List<INDArray>> trainer = network.trainer(SGD.of(0.1));
        trainer.lossWeight("y", 0);
        trainer.fit(data("y", Y), ONE);
        assertEquals(before, network.weight("y/kernel"));
    }

    @Test
    void aLossOfSeveralOutputsIsAddedAndReported() {
        Network network = twoOutputs();
        Trainer<List<INDArray>, List<INDArray>> trainer = network.trainer(SGD.of(0.1))
                .addLoss("apart", 0.5, values -> values.output("left")
                        .minus(values.output("right"))
                        .square()
                        .sum(-1));
        Evaluation scores = trainer.evaluate(sides(), 3);
        assertEquals(new TreeSet<>(List.of("apart", "left_loss", "loss")), new TreeSet<>(scores.names()));
        assertEquals(scores.get("left_loss") + 0.5 * scores.get("apart"), scores.loss(), 1e-6);
        List<INDArray> predicted = network.predict(List.of(X));
        INDArray distance = predicted.get(0).sub(predicted.get(1));
        assertEquals(distance.mul(distance).sumNumber().doubleValue() / 8, scores.get("apart"), 1e-5);
        History history = trainer.fit(sides(), Fit.epochs(30).batchSize(4).verbose(Verbosity.SILENT));
        assertTrue(
                history.get("apart").get(29) < history.get("apart").get(0) / 2,
                history.get("apart").toString());
        trainer.lossWeight("apart", 0);
        assertEquals(0, trainer.lossWeight("apart"));
        assertEquals(
                trainer.evaluate(sides(), 3).get("left_loss"),
                trainer.evaluate(sides(), 3).loss(),
                1e-6);
    }

    @Test
    void anAddedLossThatIsWrongIsSaid() {
        Trainer<List<INDArray>, List<INDArray>> trainer = twoOutputs().trainer(SGD.of(0.1));
        assertThrows(IllegalArgumentException.class, () -> trainer.addLoss("left", 1, values -> values.output("left")));
        trainer.addLoss("typo", 1, values -> values.output("rigth"));
        IllegalArgumentException typo = assertThrows(IllegalArgumentException.class, () -> trainer.evaluate(sides()));
        assertTrue(typo.getMessage().contains("there is no output 'rigth'"), typo.getMessage());
        assertTrue(typo.getMessage().contains("'right'"), typo.getMessage());
    }

    @Test
    void aModelLearnsWithoutAnyTarget() {
        Network network = twoOutputs();
        Trainer<INDArray, List<INDArray>> trainer =
                network.trainer(Structure.single("x"), SGD.of(0.1), "reconstruction", values -> values.output("left")
                        .minus(values.input("x").slice(1, 0, 2))
                        .square()
                        .mean(-1));
        History history = trainer.fit(
                Dataset.of(Structure.single("x"), X),
                Fit.epochs(40).batchSize(4).verbose(Verbosity.SILENT));
        assertTrue(
                history.get("loss").get(39) < history.get("loss").get(0) / 4,
                history.get("loss").toString());
        assertEquals(history.get("loss"), history.get("reconstruction"));
    }

    @Test
    void aLossOfOnesOwnIsALambda() {
        SampleLoss quantile = Losses.of("quantile", (prediction, target) -> {
            Var error = target.minus(prediction);
            return error.times(0.9f).maximum(error.times(-0.1f)).mean(-1);
        });
        assertEquals("quantile", quantile.name());
        Network network = twoOutputs();
        Trainer<List<INDArray>, List<INDArray>> trainer = network.trainer(
                Structure.list(List.of("x")),
                Structure.list(List.of("left")),
                SGD.of(0.05),
                List.of(new OutputTraining("left", quantile, 1, List.of())));
        History history = trainer.fit(sides(), Fit.epochs(60).batchSize(4).verbose(Verbosity.SILENT));
        assertTrue(
                history.get("loss").get(59) < history.get("loss").get(0) / 2,
                history.get("loss").toString());
        Trainer<List<INDArray>, List<INDArray>> summed = twoOutputs()
                .trainer(
                        Structure.list(List.of("x")),
                        Structure.list(List.of("left")),
                        SGD.of(0.05),
                        List.of(new OutputTraining("left", quantile.reduced(LossReduction.SUM), 1, List.of())));
        Trainer<List<INDArray>, List<INDArray>> mean = twoOutputs()
                .trainer(
                        Structure.list(List.of("x")),
                        Structure.list(List.of("left")),
                        SGD.of(0.05),
                        List.of(new OutputTraining("left", quantile, 1, List.of())));
        assertEquals(
                8 * mean.evaluate(sides(), 8).loss(),
                summed.evaluate(sides(), 8).loss(),
                1e-5);
    }

    @Test
    void targetsThatALossCannotTakeAreRefused() {
        Map<SampleLoss, String> expected = Map.of(
                Losses.hinge(), "expected labels of -1 and 1, or of 0 and 1, for hinge",
                Losses.poisson(), "expected numbers of 0 or more for poisson",
                Losses.dice(), "expected numbers from 0 to 1 for dice");
        expected.forEach((loss, part) -> {
            GraphBuilder g = GraphBuilder.named("Wrong");
            // Poisson's counts are not negative; the others take any number from -1 on.
            ActivationFunction activation =
                    part.endsWith("poisson") ? ActivationFunction.SOFTPLUS : ActivationFunction.ELU;
            Wire y = g.apply("y", Layers.dense(1).activation(activation), g.input("x", 3));
            Network network = Network.create(g.output(y).build(), 7);
            Trainer<List<INDArray>, List<INDArray>> trainer = network.trainer(
                    Structure.list(List.of("x")),
                    Structure.list(List.of("y")),
                    SGD.of(0.1),
                    List.of(new OutputTraining("y", loss, 1, List.of())));
            assertMessage(
                    () -> trainer.evaluate(data("y", Nd4j.createFromArray(0f, 1f, 0f, -7f, 1f, 1f, 1f, 1f))), part);
        });
        assertFalse(expected.isEmpty());
    }

    @Test
    void anIgnoredClassIsNoError() {
        Network network = classifier();
        SampleLoss ignoring = Losses.sparseCategoricalCrossentropy().ignoreClass(-1);
        Trainer<List<INDArray>, List<INDArray>> trainer = network.trainer(
                Structure.list(List.of("x")),
                Structure.list(List.of("y")),
                SGD.of(0.1),
                List.of(new OutputTraining("y", ignoring, 1, List.of())));
        INDArray some = Nd4j.createFromArray(0, 1, -1, -1, -1, -1, -1, -1);
        assertEquals(
                trainer.evaluate(data("y", Y).take(2)).loss(),
                trainer.evaluate(data("y", some)).loss(),
                1e-6);
        assertMessage(
                () -> trainer.evaluate(data("y", Nd4j.createFromArray(0, 1, 3, 0, 0, 0, 0, 0))),
                "expected class indices from 0 to 2, or -1, which is ignored");
    }
}
