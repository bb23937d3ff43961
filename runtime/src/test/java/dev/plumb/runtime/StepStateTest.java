package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.array.InputException;
import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.ops.Var;
import dev.plumb.train.Adam;
import dev.plumb.train.Losses;
import dev.plumb.train.Optimizer;
import dev.plumb.train.SGD;
import dev.plumb.train.callback.Callback;
import dev.plumb.train.callback.Training;
import dev.plumb.train.schedule.LearningRateSchedule;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What a step leaves behind: if something in it fails, if what is frozen changes meanwhile, if training goes on from a file. */
final class StepStateTest {
    private static final Fit QUIET = Fit.epochs(2).batchSize(10).shuffle(false).verbose(Verbosity.SILENT);

    private static Network network() {
        GraphBuilder g = GraphBuilder.named("Line");
        Wire hidden = g.apply("hidden", Layers.dense(5), g.input("x", 3));
        Wire normal = g.apply("normal", Layers.batchNormalization(), hidden);
        Wire dropped = g.apply("dropped", Layers.dropout(0.5), normal);
        return Network.create(
                g.output(g.apply("y", Layers.dense(1), dropped), LossFunction.MEAN_SQUARED_ERROR)
                        .build(),
                1);
    }

    private static final class InCode extends EagerModel<Var, Var> {
        private final EagerLayer hidden = layer("hidden", Layers.dense(5));
        private final EagerLayer normal = layer("normal", Layers.batchNormalization());
        private final EagerLayer dropped = layer("dropped", Layers.dropout(0.5));
        private final EagerLayer y = layer("y", Layers.dense(1));

        InCode() {
            super(1);
        }

        @Override
        public Var call(EagerContext context, Var x) {
            return y.call(context, dropped.call(context, normal.call(context, hidden.call(context, x))));
        }

        Trainer<INDArray, INDArray> trainer(Optimizer optimizer) {
            return trainer(EagerInput.array(), optimizer, Losses.meanSquaredError());
        }
    }

    private static INDArray x() {
        return Nd4j.linspace(DataType.FLOAT, -1, 0.04, 60).reshape(20, 3);
    }

    private static INDArray y() {
        return x().sum(1).reshape(20, 1);
    }

    private static INDArray notNumbers(INDArray array) {
        return array.putScalar(3, Float.NaN);
    }

    private static Dataset<INDArray, INDArray> data() {
        return Dataset.of(Structure.single("x"), x(), Structure.single("y"), y());
    }

    private static Trainer<INDArray, INDArray> trainer(Network network, Optimizer optimizer) {
        return network.trainer(Structure.single("x"), Structure.single("y"), optimizer);
    }

    private static Trainer<INDArray, INDArray> onTapes(Network network) {
        Trainer<INDArray, INDArray> trainer = trainer(network, Adam.of(0.01));
        return trainer.step((batch, tape) -> {
            EagerContext context = tape.context();
            Var output = network.call(tape, context.array(batch.inputs())).get(0);
            Var loss = context.loss(Losses.meanSquaredError(), output, context.array(batch.targets()));
            return Map.of("loss", (double) trainer.minimize(tape, loss));
        });
    }

    @Test
    void whatIsUnfrozenAfterTheGradientsDoesNotMoveByThem() {
        Network network = network();
        Trainer<INDArray, INDArray> trainer = trainer(network, SGD.of(0.1));
        trainer.gradients(x(), y());
        network.freeze("hidden");
        BatchGradients gradients = trainer.gradients(x(), y());
        network.unfreeze("hidden");
        INDArray before = network.weight("hidden/kernel");
        trainer.apply(gradients);
        assertEquals(before, network.weight("hidden/kernel"));
    }

    @Test
    void whatIsFrozenAfterTheGradientsKeepsItsStatistics() {
        Network network = network();
        Trainer<INDArray, INDArray> trainer = trainer(network, SGD.of(0.1));
        BatchGradients gradients = trainer.gradients(x(), y());
        network.freeze("normal");
        INDArray mean = network.weight("normal/moving_mean");
        trainer.apply(gradients);
        assertEquals(mean, network.weight("normal/moving_mean"));
    }

    @Test
    void gradientsOfOneStepHaveMasksOfTheirOwn() {
        Trainer<INDArray, INDArray> planned = trainer(network(), SGD.of(0.1));
        assertNotEquals(
                planned.gradients(x(), y()).flat(), planned.gradients(x(), y()).flat());
        Trainer<INDArray, INDArray> eager = new InCode().trainer(SGD.of(0.1));
        assertNotEquals(
                eager.gradients(x(), y()).flat(), eager.gradients(x(), y()).flat());
    }

    @Test
    void stepsOnTapesGoOnFromAFile(@TempDir Path folder) {
        Network whole = network();
        Trainer<INDArray, INDArray> trainer = onTapes(whole);
        trainer.fit(data(), QUIET);
        trainer.fit(data(), QUIET);
        Network half = network();
        onTapes(half).fit(data(), QUIET);
        half.save(folder.resolve("half.plumb"));
        Network rest = Network.load(folder.resolve("half.plumb"));
        onTapes(rest).fit(data(), QUIET);
        assertEquals(whole.weights(), rest.weights());
    }

    @Test
    void aHookMayAskForOtherGradients() {
        Network usual = network();
        History expected = trainer(usual, SGD.of(0.1)).fit(data(), QUIET);
        Network hooked = network();
        Trainer<INDArray, INDArray> trainer = trainer(hooked, SGD.of(0.1));
        trainer.onGradients(gradients ->
                trainer.gradients(x().get(NDArrayIndex.interval(0, 10)).mul(5), y().get(NDArrayIndex.interval(0, 10))));
        assertEquals(expected.toString(), trainer.fit(data(), QUIET).toString());
        assertEquals(usual.weights(), hooked.weights());
    }

    @Test
    void aScheduleThatFailsMovesNothing() {
        for (double rate : new double[] {Double.NaN, -0.1, Double.POSITIVE_INFINITY}) {
            Network network = network();
            LearningRateSchedule schedule = step -> step == 0 ? 0.1 : rate;
            Trainer<INDArray, INDArray> trainer = trainer(network, SGD.of(schedule));
            trainer.trainOnBatch(x(), y());
            Map<String, INDArray> before = network.weights();
            IllegalStateException failure =
                    assertThrows(IllegalStateException.class, () -> trainer.trainOnBatch(x(), y()));
            assertEquals(
                    "the schedule of SGD gives the learning rate " + rate
                            + " for step 2: expected a float32 number of 0 or more; the step is not taken",
                    failure.getMessage());
            assertEquals(before, network.weights());
            assertEquals(1, trainer.iterations());
        }
    }

    @Test
    void gradientsOfALossThatIsNoNumberAreNotApplied() {
        Network network = network();
        Trainer<INDArray, INDArray> planned = trainer(network, SGD.of(0.1));
        Map<String, INDArray> before = network.weights();
        BatchGradients gradients = planned.gradients(notNumbers(x()), y());
        assertThrows(ArithmeticException.class, () -> planned.apply(gradients));
        assertEquals(before, network.weights());
        InCode model = new InCode();
        Trainer<INDArray, INDArray> eager = model.trainer(SGD.of(0.1));
        eager.evaluate(data());
        Map<String, INDArray> started = model.weights();
        BatchGradients others = eager.gradients(notNumbers(x()), y());
        assertThrows(ArithmeticException.class, () -> eager.apply(others));
        assertEquals(started, model.weights());
    }

    @Test
    void saysThatExamplesOrWeightsOfAModelInCodeAreNoNumbers() {
        InCode model = new InCode();
        Trainer<INDArray, INDArray> trainer = model.trainer(SGD.of(0.1));
        assertTrue(trainer.findNonFinite(x(), y()).isEmpty());
        assertEquals(
                "an input or a target is not finite before the step begins, so nothing that follows from it can be",
                assertThrows(IllegalArgumentException.class, () -> trainer.findNonFinite(x(), notNumbers(y())))
                        .getMessage());
        model.setWeight("y/bias", Nd4j.createFromArray(Float.NaN));
        assertEquals(
                "weight 'y/bias' is not finite before the step begins, so nothing that follows from it can be",
                assertThrows(IllegalArgumentException.class, () -> trainer.findNonFinite(x(), y()))
                        .getMessage());
    }

    @Test
    void whatIsKnownOfAValueIsKnownOnItsTapeOnly() {
        InCode model = new InCode();
        try (GradientTape one = model.tape(Phase.TRAINING);
                GradientTape other = model.tape(Phase.TRAINING)) {
            Var value = one.context().array(x());
            Var sameNumber = other.context().array(x());
            one.context().masked(value, one.context().fill(1, 20));
            assertEquals(value.id(), sameNumber.id());
            assertTrue(one.context().mask(value).isPresent());
            assertTrue(one.context().mask(sameNumber).isEmpty());
            assertThrows(IllegalArgumentException.class, () -> one.context()
                    .masked(value, other.context().fill(1, 20)));
        }
    }

    @Test
    void trainingThatIsStoppedBeforeAnEpochHasNone() {
        Trainer<INDArray, INDArray> trainer = trainer(network(), SGD.of(0.1));
        History history = trainer.fit(data(), QUIET.callbacks(new Callback() {
            @Override
            public void onEpochBegin(Training training, int epoch) {
                if (epoch == 1) {
                    training.stop("enough");
                }
            }
        }));
        assertEquals(1, history.get("loss").size());
        assertEquals(2, trainer.iterations());
    }

    @Test
    void aStepReportsNumbersAndABatchItsSize() {
        Trainer<INDArray, INDArray> trainer = trainer(network(), SGD.of(0.1));
        Map<String, Double> nothing = new HashMap<>();
        nothing.put("loss", null);
        trainer.step((batch, tape) -> nothing);
        assertEquals(
                "a step of one's own reports loss = null: expected names with numbers, such as Map.of(\"loss\", loss)",
                assertThrows(IllegalStateException.class, () -> trainer.fit(data(), QUIET))
                        .getMessage());
        assertEquals(
                "the batch says that its size is 7, and its arrays have 20 examples",
                assertThrows(InputException.class, () -> trainer.gradients(new Batch<>(x(), y(), 7)))
                        .getMessage());
    }

    @Test
    void anEvaluationStepMovesNothingAndReportsWhatItLikes() {
        Network network = network();
        Trainer<INDArray, INDArray> trainer = trainer(network, SGD.of(0.1));
        trainer.evaluationStep((batch, tape) -> Map.of("reward", 2.0));
        Evaluation evaluation = trainer.evaluate(data());
        assertEquals("reward: 2.0000", evaluation.toString());
        assertThrows(IllegalArgumentException.class, evaluation::loss);
        trainer.evaluationStep((batch, tape) -> {
            Var loss = network.call(tape, tape.context().array(batch.inputs()))
                    .get(0)
                    .mean();
            return Map.of("loss", (double) trainer.minimize(tape, loss));
        });
        Map<String, INDArray> before = network.weights();
        assertThrows(IllegalStateException.class, () -> trainer.evaluate(data()));
        assertEquals(before, network.weights());
        trainer.trainOnBatch(x(), y());
        assertEquals(1, trainer.iterations());
    }
}
