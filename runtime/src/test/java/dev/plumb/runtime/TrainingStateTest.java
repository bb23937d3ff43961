package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.train.Adam;
import dev.plumb.train.SGD;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A model has one state of training: of the trainer that trained last. A new trainer continues from it, within a program and through a file. */
final class TrainingStateTest {
    private static final int EXAMPLES = 40;
    private static final int STEPS = 5;
    private static final INDArray X = Nd4j.linspace(-1, 1, EXAMPLES * 3).reshape(EXAMPLES, 3);
    private static final Dataset<List<INDArray>, List<INDArray>> DATA = Dataset.of(
            Structure.list(List.of("x")),
            List.of(X),
            Structure.list(List.of("y")),
            List.of(X.mul(X).sum(1)));

    @TempDir
    private Path folder;

    private Network model;

    @BeforeEach
    void newModel() {
        model = Network.create(graph(), 3);
    }

    private static Graph graph() {
        GraphBuilder g = GraphBuilder.named("Line");
        Wire x = g.input("x", 3);
        Wire y = g.apply("y", Layers.dense(1), x);
        return g.output(y, Loss.Spec.of(LossFunction.MEAN_SQUARED_ERROR)).build();
    }

    private static Fit epochs(int count) {
        return Fit.epochs(count).batchSize(EXAMPLES / STEPS).verbose(Verbosity.SILENT);
    }

    private static Trainer<List<INDArray>, List<INDArray>> adam(Network model) {
        return model.trainer(Adam.of(0.01));
    }

    private static Network afterFiveEpochs() {
        Network straight = Network.create(graph(), 3);
        adam(straight).fit(DATA, epochs(5));
        return straight;
    }

    private Network savedAndLoaded() {
        Path file = folder.resolve("model.plumb");
        model.save(file);
        return Network.load(file);
    }

    @Test
    void fiveTimesAnEpochIsFiveEpochs() {
        Trainer<List<INDArray>, List<INDArray>> trainer = adam(model);
        for (int i = 0; i < 5; i++) {
            assertEquals(List.of(0), trainer.fit(DATA, epochs(1)).epochs());
        }
        assertEquals(afterFiveEpochs().weights(), model.weights());
    }

    @Test
    void theCountOfEpochsIsSaved() {
        for (int i = 0; i < 5; i++) {
            adam(model).fit(DATA, epochs(1));
            model = savedAndLoaded();
        }
        assertEquals(afterFiveEpochs().weights(), model.weights());
    }

    @Test
    void aSecondTrainerContinuesAsOneOfALoadedModelDoes() {
        adam(model).fit(DATA, epochs(2));
        Network loaded = savedAndLoaded();
        Trainer<List<INDArray>, List<INDArray>> second = adam(model);
        assertEquals(2 * STEPS, second.iterations());
        second.fit(DATA, epochs(3));
        assertEquals(afterFiveEpochs().weights(), model.weights());
        adam(loaded).fit(DATA, epochs(3));
        assertEquals(model.weights(), loaded.weights());
    }

    @Test
    void anEpochToBeginWithSkipsOrdersAndRepeatsNone() {
        adam(model).fit(DATA, epochs(2));
        adam(model).fit(DATA, epochs(5).initialEpoch(2));
        assertEquals(afterFiveEpochs().weights(), model.weights());
        Network behind = Network.create(graph(), 3);
        adam(behind).fit(DATA, epochs(2));
        adam(behind).fit(DATA, epochs(4).initialEpoch(1));
        assertEquals(afterFiveEpochs().weights(), behind.weights());
        Network ahead = Network.create(graph(), 3);
        adam(ahead).fit(DATA, epochs(7).initialEpoch(2));
        assertNotEquals(afterFiveEpochs().weights(), ahead.weights());
    }

    @Test
    void aTrainerThatOnlyEvaluatesLeavesTheStateAsItIs() {
        adam(model).fit(DATA, epochs(2));
        model.trainer(SGD.of(0.1)).evaluate(DATA);
        adam(model).evaluate(DATA);
        String summary = model.summaryText();
        assertTrue(summary.contains("Optimizer params"), summary);
        model = savedAndLoaded();
        assertEquals(summary, model.summaryText());
        adam(model).fit(DATA, epochs(3));
        assertEquals(afterFiveEpochs().weights(), model.weights());
    }

    @Test
    void theTrainerThatTrainedLastIsSaved() {
        Trainer<List<INDArray>, List<INDArray>> first = adam(model);
        Trainer<List<INDArray>, List<INDArray>> second = adam(model);
        first.fit(DATA, epochs(1));
        second.fit(DATA, epochs(2));
        assertEquals(2 * STEPS, adam(savedAndLoaded()).iterations());
        first.fit(DATA, epochs(2));
        assertEquals(3 * STEPS, adam(savedAndLoaded()).iterations());
    }

    @Test
    void anotherKindOfOptimizerStartsAnewAndReplacesTheStateWhenItTrains() {
        adam(model).fit(DATA, epochs(2));
        Trainer<List<INDArray>, List<INDArray>> sgd = model.trainer(SGD.of(0.01));
        assertEquals(0, sgd.iterations());
        assertEquals(2 * STEPS, adam(model).iterations());
        sgd.trainOnBatch(List.of(X), List.of(X.sum(1)));
        assertEquals(0, adam(model).iterations());
        assertEquals(1, model.trainer(SGD.of(0.1)).iterations());
    }

    @Test
    void aStateThatIsForgottenIsNeitherContinuedNorSaved() {
        adam(model).fit(DATA, epochs(2));
        model.forgetTraining();
        assertEquals(0, adam(model).iterations());
        assertEquals(0, adam(savedAndLoaded()).iterations());
    }
}
