package dev.plumb.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.runtime.Fit;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.Verbosity;
import dev.plumb.train.SGD;
import dev.plumb.weights.WeightStore;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Recurrent layers beyond what Keras recorded: dropout, starting weights, files. */
final class RecurrentLayersTest {

    private static Graph graph(LayerSpec... layers) {
        GraphBuilder g = GraphBuilder.named("Read");
        Wire wire = g.input("x", 4, 3);
        for (int i = 0; i < layers.length; i++) {
            wire = g.apply("layer" + i, layers[i], wire);
        }
        return g.output(wire, LossFunction.MEAN_SQUARED_ERROR).build();
    }

    /** The loss of one training step from seed 1, where dropout shows. */
    private static double trainingLoss(LayerSpec... layers) {
        Network model = Network.create(graph(layers), 1);
        Random random = new Random(2);
        float[] numbers = new float[5 * 4 * 3];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        INDArray x = Nd4j.create(numbers, 5, 4, 3);
        return model.trainer(SGD.of(0.1))
                .trainOnBatch(List.of(x), List.of(Nd4j.ones(5, 6)))
                .loss();
    }

    @Test
    void inputDropoutIsOneMaskForAllSteps() {
        LayerSpec before = Layers.dropout(0.5).noiseShape(1, -1);
        double expected = trainingLoss(before, Layers.lstm(6));
        assertEquals(expected, trainingLoss(Layers.lstm(6).dropout(0.5)), 1e-7);
        assertTrue(Math.abs(expected - trainingLoss(Layers.lstm(6))) > 1e-4);
    }

    @Test
    void recurrentDropoutActsOnTheStateOnly() {
        Init.Spec zeros = Init.Spec.of(Initializer.ZEROS);
        for (LayerSpec layer : List.of(Layers.lstm(6), Layers.gru(6))) {
            double plain = trainingLoss(layer);
            double dropped = trainingLoss(layer.with("recurrentDropout", 0.5));
            assertTrue(Math.abs(plain - dropped) > 1e-5, layer::describe);
            assertEquals(
                    trainingLoss(layer.with("recurrentInitializer", zeros)),
                    trainingLoss(layer.with("recurrentInitializer", zeros).with("recurrentDropout", 0.5)),
                    1e-7);
        }
        double before = trainingLoss(Layers.gru(6).resetAfter(false));
        double dropped =
                trainingLoss(Layers.gru(6).resetAfter(false).dropout(0.3).recurrentDropout(0.3));
        assertTrue(Math.abs(before - dropped) > 1e-5);
    }

    @Test
    void theForgetGateStartsAtOneAndTheRecurrentKernelWithOrthonormalRows() {
        WeightStore weights =
                WeightStore.initialized(graph(Layers.lstm(2).biasInitializer(Initializer.RANDOM_UNIFORM)), 7);
        float[] bias = weights.slot("layer0/bias").toFloats();
        assertArrayEquals(new float[] {1, 1}, Arrays.copyOfRange(bias, 2, 4));
        for (int i : new int[] {0, 1, 4, 5, 6, 7}) {
            assertTrue(Math.abs(bias[i]) <= 0.05f && bias[i] != 0, Arrays.toString(bias));
        }
        assertFalse(bias[0] == bias[4], "each part has a draw of its own");
        float[] kernel = weights.slot("layer0/recurrent_kernel").toFloats();
        double product = 0;
        double norm = 0;
        for (int i = 0; i < 8; i++) {
            product += kernel[i] * kernel[8 + i];
            norm += kernel[i] * kernel[i];
        }
        assertEquals(0, product, 1e-6);
        assertEquals(1, norm, 1e-6);
    }

    @Test
    void bothDirectionsHaveWeightsOfTheirOwnThatAFileKeeps(@TempDir Path folder) {
        LayerSpec both = Layers.bidirectional(Layers.lstm(3).returnSequences(true));
        LayerSpec each = Layers.timeDistributed(Layers.dense(2));
        Network model = Network.create(graph(both, each), 3);
        assertEquals(
                List.of(
                        "layer0/forward/kernel",
                        "layer0/forward/recurrent_kernel",
                        "layer0/forward/bias",
                        "layer0/backward/kernel",
                        "layer0/backward/recurrent_kernel",
                        "layer0/backward/bias",
                        "layer1/kernel",
                        "layer1/bias"),
                List.copyOf(model.weights().keySet()));
        assertFalse(model.weight("layer0/forward/kernel").equals(model.weight("layer0/backward/kernel")));
        Path file = folder.resolve("read.plumb");
        model.save(file);
        INDArray x = Nd4j.linspace(-1, 1, 24).castTo(DataType.FLOAT).reshape(2, 4, 3);
        assertEquals(model.predict(List.of(x)), Network.load(file).predict(List.of(x)));
    }

    @Test
    void aSequenceOfSymbolicLengthIsPlannedForEachLength() {
        GraphBuilder g = GraphBuilder.named("Lengths");
        Wire x = g.input("x", Shape.parse("time", "3"), DType.FLOAT32);
        g.output(g.apply("last", Layers.gru(2), x));
        Network model = Network.create(g.build(), 1);
        INDArray five = Nd4j.rand(DataType.FLOAT, 2, 5, 3);
        INDArray first = five.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 1), NDArrayIndex.all())
                .dup();
        assertArrayEquals(new long[] {2, 2}, model.predict(List.of(five)).get(0).shape());
        assertArrayEquals(
                new long[] {2, 2}, model.predict(List.of(first)).get(0).shape());
        assertFalse(model.predict(List.of(five)).equals(model.predict(List.of(first))));
    }

    /** The gradients of a weight that fifty steps use are a sum of fifty products: more than oneDNN does in one primitive. */
    @Test
    void fiftyStepsTrain() {
        GraphBuilder g = GraphBuilder.named("Long");
        Wire last = g.apply("last", Layers.lstm(2), g.input("x", 50, 1));
        Network model =
                Network.create(g.output(last, LossFunction.MEAN_SQUARED_ERROR).build(), 1);
        INDArray before = model.weight("last/recurrent_kernel").dup();
        model.trainer(SGD.of(0.1)).trainOnBatch(List.of(Nd4j.ones(3, 50, 1)), List.of(Nd4j.zeros(3, 2)));
        assertFalse(before.equals(model.weight("last/recurrent_kernel")));
    }

    @Test
    void datasetsOfSequencesTrain() {
        Network model = Network.create(graph(Layers.lstm(1)), 1);
        Dataset<List<INDArray>, List<INDArray>> data = Dataset.of(
                Structure.list(List.of("x")),
                List.of(Nd4j.ones(8, 4, 3)),
                Structure.list(List.of("layer0")),
                List.of(Nd4j.ones(8, 1).mul(0.5)));
        double before = model.trainer(SGD.of(0.5)).evaluate(data).loss();
        var trainer = model.trainer(SGD.of(0.5));
        trainer.fit(data, Fit.epochs(20).batchSize(8).verbose(Verbosity.SILENT));
        assertTrue(trainer.evaluate(data).loss() < before / 4);
    }
}
