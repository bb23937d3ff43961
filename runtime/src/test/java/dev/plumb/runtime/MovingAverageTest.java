package dev.plumb.runtime;

import static dev.plumb.dsl.ActivationFunction.TANH;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.fixtures.Agreement;
import dev.plumb.fixtures.AveragesCase;
import dev.plumb.fixtures.FixtureOptimizers;
import dev.plumb.fixtures.Tensor;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.train.Adam;
import dev.plumb.train.Optimizer;
import dev.plumb.train.callback.Callback;
import dev.plumb.train.callback.EarlyStopping;
import dev.plumb.train.callback.LambdaCallback;
import dev.plumb.train.callback.ModelCheckpoint;
import dev.plumb.train.callback.SwapEMAWeights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Moving averages of weights in whole fits. */
final class MovingAverageTest {
    private static final int TRAINED = 22;

    static List<AveragesCase> cases() {
        return AveragesCase.read();
    }

    private static Network network() {
        GraphBuilder g = GraphBuilder.named("Line");
        return Network.create(
                g.output(
                                g.apply(
                                        "y",
                                        Layers.dense(1),
                                        g.apply("hidden", Layers.dense(4).activation(TANH), g.input("x", 3))),
                                LossFunction.MEAN_SQUARED_ERROR)
                        .build(),
                1);
    }

    private static Trainer<INDArray, INDArray> trainer(Network network, Optimizer optimizer) {
        return network.trainer(Structure.single("x"), Structure.single("y"), optimizer);
    }

    private static INDArray array(Tensor tensor, int from, int to) {
        return Nd4j.create(tensor.floats(), tensor.shape(), 'c')
                .get(NDArrayIndex.interval(from, to))
                .dup('c');
    }

    private static Dataset<INDArray, INDArray> data(AveragesCase recorded, int from, int to) {
        return Dataset.of(
                Structure.single("x"),
                array(recorded.x(), from, to),
                Structure.single("y"),
                array(recorded.y(), from, to));
    }

    private static Dataset<INDArray, INDArray> data() {
        INDArray x = Nd4j.linspace(DataType.FLOAT, -1, 0.04, 60).reshape(20, 3);
        return Dataset.of(
                Structure.single("x"), x, Structure.single("y"), x.sum(1).reshape(20, 1));
    }

    private static Fit fit(int epochs, Callback... callbacks) {
        return Fit.epochs(epochs).batchSize(8).verbose(Verbosity.SILENT).callbacks(callbacks);
    }

    private static Map<String, float[]> weights(Network network) {
        Map<String, float[]> all = new LinkedHashMap<>();
        network.weights()
                .forEach((path, weight) -> all.put(path, weight.dup('c').data().asFloat()));
        return all;
    }

    private static void assertSameBits(Map<String, float[]> expected, Map<String, float[]> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((path, numbers) -> assertArrayEquals(numbers, actual.get(path), path));
    }

    private static void assertAgree(Map<String, Tensor> expected, Map<String, INDArray> actual, String when) {
        expected.forEach((path, tensor) -> Agreement.assertAgrees(
                tensor.floats(),
                Objects.requireNonNull(actual.get(path)).dup('c').data().asFloat(),
                path + " " + when));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aFitIsThatOfKeras(AveragesCase recorded) {
        Network network = network();
        recorded.initial()
                .forEach((path, tensor) -> network.setWeight(path, Nd4j.create(tensor.floats(), tensor.shape(), 'c')));
        List<Map<String, INDArray>> seen = new ArrayList<>();
        Callback look = LambdaCallback.onEpochEnd((training, epoch, logs) -> seen.add(training.weights()));
        Callback[] callbacks = Stream.concat(
                        recorded
                                .swapOnEpoch()
                                .map(onEpoch -> onEpoch ? SwapEMAWeights.onEpoch() : SwapEMAWeights.inValidation())
                                .stream(),
                        Stream.of(look))
                .toArray(Callback[]::new);
        History history = trainer(network, FixtureOptimizers.of(recorded.optimizer(), recorded.options()))
                .fit(
                        data(recorded, 0, TRAINED),
                        fit(4, callbacks).shuffle(false).validationData(data(recorded, TRAINED, (int)
                                recorded.x().shape()[0])));
        recorded.history()
                .forEach((column, values) -> assertArrayEquals(
                        values.stream().mapToDouble(Double::doubleValue).toArray(),
                        history.get(column).stream()
                                .mapToDouble(Double::doubleValue)
                                .toArray(),
                        1e-5,
                        column));
        for (int epoch = 0; epoch < recorded.seen().size(); epoch++) {
            assertAgree(recorded.seen().get(epoch), seen.get(epoch), "in epoch " + epoch);
        }
        assertAgree(recorded.end(), network.weights(), "at the end");
    }

    /** A file that has the averages as its weights goes on with what was trained. */
    @Test
    void aCheckpointWithAveragesGoesOnToTheBit(@TempDir Path folder) {
        Optimizer optimizer = Adam.of(0.05).movingAverage(0.8);
        Network whole = network();
        trainer(whole, optimizer).fit(data(), fit(4, SwapEMAWeights.onEpoch()));
        Network saved = network();
        trainer(saved, optimizer)
                .fit(data(), fit(2, SwapEMAWeights.onEpoch(), ModelCheckpoint.to(folder + "/{epoch}.plumb")));
        Network loaded = Network.load(folder.resolve("2.plumb"));
        assertSameBits(weights(saved), weights(loaded));
        trainer(loaded, optimizer).fit(data(), fit(4, SwapEMAWeights.onEpoch()).initialEpoch(2));
        assertSameBits(weights(whole), weights(loaded));
    }

    @Test
    void aFitThatIsStoppedEndsWithTheAveragesToo() {
        Network network = network();
        List<Map<String, INDArray>> seen = new ArrayList<>();
        trainer(network, Adam.of(0.05).movingAverage(0.8))
                .fit(data(), fit(9, SwapEMAWeights.onEpoch(), LambdaCallback.onEpochEnd((training, epoch, logs) -> {
                    seen.add(training.weights());
                    if (epoch == 1) {
                        training.stop("enough");
                    }
                })));
        assertEquals(2, seen.size());
        network.weights().forEach((path, weight) -> assertEquals(seen.get(1).get(path), weight, path));
    }

    @Test
    void aFitThatFailsHasWhatWasTrained() {
        Network expected = network();
        List<Map<String, INDArray>> trained = new ArrayList<>();
        Callback fails = LambdaCallback.onEpochEnd((training, epoch, logs) -> {
            throw new IllegalArgumentException("no disk");
        });
        assertThrows(IllegalArgumentException.class, () -> trainer(
                        expected, Adam.of(0.05).movingAverage(0.8))
                .fit(
                        data(),
                        fit(
                                1,
                                LambdaCallback.onEpochEnd((training, epoch, logs) -> trained.add(training.weights())),
                                SwapEMAWeights.onEpoch(),
                                fails)));
        expected.weights().forEach((path, weight) -> assertEquals(trained.get(0).get(path), weight, path));
    }

    /** Frozen weights stay, whatever their averages were. */
    @Test
    void frozenWeightsStay() {
        Network network = network();
        network.freeze("hidden");
        Map<String, float[]> before = weights(network);
        Trainer<INDArray, INDArray> trainer =
                trainer(network, Adam.of(0.05).movingAverage(0.8, 2).globalClipNorm(1));
        trainer.fit(data(), fit(2, SwapEMAWeights.onEpoch()));
        assertArrayEquals(before.get("hidden/kernel"), weights(network).get("hidden/kernel"));
        network.unfreeze("hidden");
        trainer.fit(data(), fit(1));
        assertTrue(Float.isFinite(weights(network).get("hidden/kernel")[0]));
        assertTrue(before.get("hidden/kernel")[0] != weights(network).get("hidden/kernel")[0]);
    }

    @Test
    void loopsOfOnesOwnSettleOnThem() {
        Network network = network();
        Trainer<INDArray, INDArray> trainer = trainer(network, Adam.of(0.05).movingAverage(0.5));
        INDArray x = Nd4j.linspace(DataType.FLOAT, -1, 0.1, 12).reshape(4, 3);
        INDArray y = x.sum(1).reshape(4, 1);
        trainer.trainOnBatch(x, y);
        Map<String, float[]> first = weights(network);
        trainer.trainOnBatch(x, y);
        Map<String, float[]> second = weights(network);
        trainer.settleOnAverages();
        weights(network).forEach((path, average) -> {
            for (int i = 0; i < average.length; i++) {
                float expected = 0.5f * Objects.requireNonNull(first.get(path))[i]
                        + 0.5f * Objects.requireNonNull(second.get(path))[i];
                assertEquals(expected, average[i], 1e-6f, path);
            }
        });
    }

    @Test
    void withoutAveragesNothingCanBeSwapped() {
        Trainer<INDArray, INDArray> trainer = trainer(network(), Adam.of());
        assertEquals(
                "SwapEMAWeights needs an optimizer that keeps moving averages of the weights of model 'Line': such as"
                        + " Adam.of(1e-3).movingAverage(0.99)",
                assertThrows(
                                IllegalStateException.class,
                                () -> trainer.fit(data(), fit(1, SwapEMAWeights.inValidation())))
                        .getMessage());
        assertEquals(
                "Adam keeps no moving averages of the weights: give it some, as by Adam.of(1e-3).movingAverage(0.99)",
                assertThrows(IllegalStateException.class, trainer::settleOnAverages)
                        .getMessage());
    }

    /** Averages that were not kept before begin with the weights as they are; those that are no longer kept are forgotten. */
    @Test
    void optionsMayChangeBetweenTrainings(@TempDir Path folder) {
        Network network = network();
        trainer(network, Adam.of(0.05)).fit(data(), fit(3));
        network.save(folder.resolve("line.plumb"));
        Network averaged = Network.load(folder.resolve("line.plumb"));
        Trainer<INDArray, INDArray> goesOn =
                trainer(averaged, Adam.of(0.05).movingAverage(1).clipNorm(100));
        assertEquals(9, goesOn.iterations());
        goesOn.fit(data(), fit(1, EarlyStopping.monitor("loss").patience(3)));
        assertSameBits(weights(network), weights(averaged));
        averaged.save(folder.resolve("averaged.plumb"));
        Trainer<INDArray, INDArray> plain = trainer(
                Network.load(folder.resolve("averaged.plumb")), Adam.of(0.05).accumulateGradients(2));
        assertEquals(12, plain.iterations());
    }
}
