package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.ops.Var;
import dev.plumb.train.Losses;
import dev.plumb.train.SGD;
import dev.plumb.train.callback.LambdaCallback;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What a callback cannot do to the training that calls it, and is told so. */
final class CallbackLimitsTest {
    private static final Dataset<INDArray, INDArray> DATA =
            Dataset.of(Structure.single("x"), Nd4j.ones(12, 4), Structure.single("y"), Nd4j.ones(12, 1));

    private static Graph graph() {
        GraphBuilder g = GraphBuilder.named("Plant");
        Wire normal = g.apply("normal", Layers.normalization(), g.input("x", 4));
        Wire hidden = g.apply("hidden", Layers.dense(3), normal);
        return g.output(g.apply("y", Layers.dense(1), hidden), LossFunction.MEAN_SQUARED_ERROR)
                .build();
    }

    private static Network adapted() {
        Network network = Network.create(graph(), 3);
        network.adapt(DATA);
        return network;
    }

    private static Trainer<INDArray, INDArray> trainer(Network network) {
        return network.trainer(Structure.single("x"), Structure.single("y"), SGD.of(0.01));
    }

    /** Two epochs of three steps, with something done after the second step. */
    private static History fit(Trainer<INDArray, INDArray> trainer, Runnable work) {
        return trainer.fit(
                DATA,
                Fit.epochs(2)
                        .batchSize(4)
                        .verbose(Verbosity.SILENT)
                        .callbacks(LambdaCallback.onTrainBatchEnd((training, epoch, batch, logs) -> {
                            if (epoch == 0 && batch == 1) {
                                work.run();
                            }
                        })));
    }

    private static String refused(Trainer<INDArray, INDArray> trainer, Runnable work) {
        return String.valueOf(assertThrows(IllegalStateException.class, () -> fit(trainer, work))
                .getMessage());
    }

    @Test
    void anotherTrainerDoesNotTrainWhatIsTrained() {
        Network network = adapted();
        Trainer<INDArray, INDArray> other = trainer(network);
        String text = refused(trainer(network), () -> other.fit(DATA, Fit.epochs(1)));
        assertTrue(
                text.startsWith("the trainer of model 'Plant' would train weights in a callback of a fit that trains"
                        + " them: a callback may evaluate and predict, and cannot fit"),
                text);
        Network sharing = Network.create(graph(), 4, Sharing.of("hidden", network, "hidden"));
        sharing.adapt(DATA);
        Trainer<INDArray, INDArray> ofShared = trainer(sharing);
        assertTrue(refused(trainer(network), () -> ofShared.trainOnBatch(Nd4j.ones(4, 4), Nd4j.ones(4, 1)))
                .contains("cannot fit"));
        sharing.freeze("hidden");
        assertEquals(
                2,
                fit(trainer(network), () -> ofShared.trainOnBatch(Nd4j.ones(4, 4), Nd4j.ones(4, 1)))
                        .epochs()
                        .size());
        assertEquals(
                1,
                other.fit(DATA, Fit.epochs(1).verbose(Verbosity.SILENT))
                        .epochs()
                        .size(),
                "afterwards it may");
    }

    @Test
    void anotherModelMayBeTrainedAndThisOneEvaluated() {
        Network network = adapted();
        Trainer<INDArray, INDArray> other = trainer(adapted());
        Trainer<INDArray, INDArray> second = trainer(network);
        History history = fit(trainer(network), () -> {
            other.fit(DATA, Fit.epochs(1).verbose(Verbosity.SILENT));
            second.evaluate(DATA);
            network.predict(List.of(Nd4j.ones(1, 4)));
        });
        assertEquals(2, history.epochs().size());
    }

    @Test
    void aLayerIsNotAdaptedInTheMiddle() {
        Network network = adapted();
        Map<String, INDArray> before = Map.of("normal/mean", network.weight("normal/mean"));
        String text = refused(trainer(network), () -> network.adapt(DATA));
        assertEquals(
                "model 'Plant' would be adapted while the trainer of model 'Plant' is at work: what is learnt would be"
                        + " for other inputs than before; do it before fit, or after",
                text);
        assertEquals(before.get("normal/mean"), network.weight("normal/mean"));
        network.adapt(DATA);
    }

    @Test
    void stepsAndLossesAreGivenBefore() {
        Network network = adapted();
        Trainer<INDArray, INDArray> trainer = trainer(network);
        String step = refused(trainer, () -> trainer.step((batch, tape) -> Map.of("loss", 0.0)));
        assertTrue(step.endsWith("by a callback, or by the data set that it reads: a step is given before fit"), step);
        assertTrue(refused(trainer, () -> trainer.evaluationStep((batch, tape) -> Map.of()))
                .endsWith("a step is given before fit"));
        assertTrue(refused(
                        trainer,
                        () -> trainer.addLoss(
                                "more", 1, values -> values.output("y").square().mean()))
                .endsWith("a loss is added before fit"));
    }

    @Test
    void aLookAtGradientsMayBeginInTheMiddle() {
        Trainer<INDArray, INDArray> trainer = trainer(adapted());
        int[] seen = {0};
        fit(trainer, () -> trainer.onGradients(gradients -> seen[0]++));
        assertEquals(4, seen[0], "of six steps those after the second");
    }

    @Test
    void aModelThatIsFrozenWholeIsNotTrainedOn() {
        Network network = adapted();
        Map<String, INDArray> frozen = new HashMap<>();
        String text = refused(trainer(network), () -> {
            network.freeze("hidden", "y");
            frozen.putAll(network.weights());
        });
        assertTrue(
                text.startsWith("all layers of model 'Plant' were frozen while it was trained, so the next step has"
                        + " nothing to train: end training instead, by training.stop(reason)"),
                text);
        assertEquals(frozen, network.weights());
        network.unfreeze("y");
        assertEquals(
                2,
                fit(trainer(network), () -> network.freeze("hidden")).epochs().size());
    }

    /** A model in code is guarded step by step. */
    private static final class Line extends EagerModel<Var, Var> {
        private final EagerLayer layer = layer("layer", Layers.dense(1));

        @Override
        public Var call(EagerContext context, Var input) {
            return layer.call(context, input);
        }

        private Trainer<INDArray, INDArray> trainer() {
            return trainer(EagerInput.array(), SGD.of(0.01), Losses.meanSquaredError());
        }
    }

    @Test
    void soItIsForModelsInCode() {
        Line model = new Line();
        Trainer<INDArray, INDArray> other = model.trainer();
        assertTrue(
                refused(model.trainer(), () -> other.fit(DATA, Fit.epochs(1))).contains("cannot fit"));
        assertTrue(refused(model.trainer(), () -> model.freeze("layer")).contains("were frozen while it was trained"));
    }
}
