package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.data.ArrayDataset;
import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.fixtures.Agreement;
import dev.plumb.fixtures.FixtureOptimizers;
import dev.plumb.fixtures.StatefulCase;
import dev.plumb.fixtures.Tensor;
import dev.plumb.graph.Graph;
import dev.plumb.train.callback.Callback;
import dev.plumb.train.callback.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Batches that go on from one another, in predictions, fits and evaluations, against recorded ones of Keras. */
final class StatefulParityTest {

    static List<StatefulCase> cases() {
        return StatefulCase.read();
    }

    /** Those that Keras computes by a layer of cells: in Plumb they are two layers, or one cell in code. */
    static List<StatefulCase> cells() {
        return cases().stream()
                .filter(recorded -> recorded.model().name().startsWith("cells"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void batchesGoOnAsInKeras(StatefulCase recorded) {
        Graph graph = recorded.model().graph();
        assertEquals(recorded.model().parameters(), graph.parameters());
        assertGoesOn(recorded, graph, path -> path);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void aCellOfTwoGoesOnAsInKeras(StatefulCase recorded) {
        assertGoesOn(recorded, StackedCells.instead(recorded.model().graph()), StackedCells::path);
    }

    private static void assertGoesOn(StatefulCase recorded, Graph graph, UnaryOperator<String> paths) {
        Network network = Network.create(graph, 1);
        recorded.weights().forEach((path, tensor) -> network.setWeight(paths.apply(path), array(tensor)));
        predictionsGoOn(recorded, network);
        Trainer<INDArray, INDArray> trainer = network.trainer(
                Structure.single(graph.inputs().get(0).name()),
                Structure.single("out"),
                FixtureOptimizers.of(recorded.optimizer()));
        network.resetStates();
        lossesGoOn(recorded, trainer);
        recorded.weightsAfter()
                .forEach((path, tensor) -> Agreement.assertAgrees(
                        tensor.floats(),
                        network.weight(paths.apply(path)).dup('c').data().asFloat(),
                        path));
        Evaluation goingOn = trainer.evaluate(data(recorded), recorded.batchSize());
        recorded.evaluation().forEach((key, value) -> Agreement.assertAgrees(value, goingOn.get(key), key));
        network.resetStates();
        Evaluation anew = trainer.evaluate(data(recorded), recorded.batchSize());
        recorded.evaluationAfterReset().forEach((key, value) -> Agreement.assertAgrees(value, anew.get(key), key));
    }

    private static void predictionsGoOn(StatefulCase recorded, Network network) {
        INDArray x = array(recorded.inputs().values().iterator().next());
        int batch = recorded.batchSize();
        int batches = (int) x.size(0) / batch;
        for (int call = 0; call < 2; call++) {
            Agreement.assertAgrees(
                    recorded.predictions().get(call).floats(), predicted(network, x, 0, batch), "prediction " + call);
        }
        network.resetStates();
        float[] expected = recorded.predictions().get(2).floats();
        int numbers = expected.length / batches;
        for (int at = 0; at < batches; at++) {
            float[] part = new float[numbers];
            System.arraycopy(expected, at * numbers, part, 0, numbers);
            Agreement.assertAgrees(part, predicted(network, x, at * batch, batch), "batch " + at);
        }
    }

    private static float[] predicted(Network network, INDArray x, int from, int count) {
        return network.predict(
                        List.of(x.get(NDArrayIndex.interval(from, from + count)).dup('c')))
                .get(0)
                .dup('c')
                .data()
                .asFloat();
    }

    private static void lossesGoOn(StatefulCase recorded, Trainer<INDArray, INDArray> trainer) {
        List<Double> losses = new ArrayList<>();
        trainer.fit(
                data(recorded),
                Fit.epochs(2)
                        .batchSize(recorded.batchSize())
                        .shuffle(false)
                        .verbose(Verbosity.SILENT)
                        .callbacks(new Callback() {
                            private double before;

                            @Override
                            public void onTrainBatchEnd(Training training, int epoch, int step, Logs logs) {
                                double sum = logs.values().get("loss") * (step + 1);
                                losses.add(sum - (step == 0 ? 0 : before));
                                before = sum;
                            }
                        }));
        assertEquals(recorded.losses().size(), losses.size());
        for (int step = 0; step < losses.size(); step++) {
            Agreement.assertAgrees(recorded.losses().get(step), losses.get(step), "step " + step);
        }
    }

    private static ArrayDataset<INDArray, INDArray> data(StatefulCase recorded) {
        Map.Entry<String, Tensor> input =
                recorded.inputs().entrySet().iterator().next();
        return Dataset.of(
                Structure.single(input.getKey()),
                array(input.getValue()),
                Structure.single("out"),
                array(recorded.targets().get("out")));
    }

    private static INDArray array(Tensor tensor) {
        return switch (tensor.dtype()) {
            case FLOAT32 -> Nd4j.create(tensor.floats(), tensor.shape(), 'c');
            case INT32, BOOL -> Nd4j.createFromArray(tensor.ints()).reshape(tensor.shape());
            case STRING -> throw new AssertionError("no fixture has strings here");
        };
    }
}
