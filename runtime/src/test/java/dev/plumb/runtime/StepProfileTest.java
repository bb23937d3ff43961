package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.array.InputException;
import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.train.Adam;
import dev.plumb.train.AdamW;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

final class StepProfileTest {
    private static final int BATCH = 64;
    private static final INDArray INPUTS = Nd4j.rand(BATCH, 100);
    private static final INDArray TARGETS = Nd4j.rand(BATCH, 10);
    private static final Dataset<List<INDArray>, List<INDArray>> DATA = data(INPUTS);

    @Test
    void itCountsTheProductsOfTheStep() {
        StepProfile profile = profile(1);
        // Forward, and for the gradients of both kernels and of the hidden layer: the inputs need none.
        double products = 2.0 * BATCH * (2 * 100 * 80 + 3 * 80 * 10);
        assertEquals(products, profile.operations());
        assertTrue(profile.bytes() > 4.0 * BATCH * (100 + 80 + 10), profile.toString());
    }

    @Test
    void theSameWorkDividedAmongThreadsIsAsMuch() {
        assertEquals(profile(1).operations(), profile(2).operations());
    }

    @Test
    void eachKernelHasATimeAndTheTableBeginsWithTheLongest() {
        StepProfile profile = profile(1);
        assertTrue(profile.kernels().stream().allMatch(kernel -> kernel.microseconds() > 0), profile.toString());
        assertTrue(profile.microseconds() > 0, profile.toString());
        List<StepProfile.Kernel> longest = profile.longest(3);
        assertEquals(3, longest.size());
        assertTrue(longest.get(0).microseconds() >= longest.get(1).microseconds());
        String first = profile.toString().lines().skip(1).findFirst().orElseThrow();
        assertTrue(
                first.contains(
                        String.format(Locale.ROOT, "%.1f us", longest.get(0).microseconds())),
                first);
        assertTrue(first.contains(longest.get(0).label()), first);
    }

    @Test
    void kernelsThatFindPlacesInArraysAreProfiledToo() {
        GraphBuilder g = GraphBuilder.named("Masked");
        var masked = g.apply("masked", Layers.masking(), g.input("x", 7, 3));
        var read = g.apply("read", Layers.lstm(4), g.apply("both", Layers.gru(4).returnSequences(true), masked));
        Graph graph =
                g.output(read, Loss.Spec.of(LossFunction.MEAN_SQUARED_ERROR)).build();
        INDArray x = Nd4j.zeros(8, 7, 3);
        x.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 4), NDArrayIndex.all())
                .assign(1);
        StepProfile profile = Network.create(graph, 1)
                .trainer(Adam.of())
                .profile(
                        Dataset.of(
                                Structure.list(List.of("x")),
                                List.of(x),
                                Structure.list(List.of("read")),
                                List.of(Nd4j.rand(8, 4))),
                        8);
        assertTrue(
                profile.kernels().stream().anyMatch(kernel -> kernel.label().startsWith("ScatterAlong")),
                () -> profile.kernels().toString());
    }

    @Test
    void nothingIsChangedAndTrainingGoesOnAsWithoutIt() {
        Network asked = Network.create(graph(), 1);
        Network other = Network.create(graph(), 1);
        Trainer<List<INDArray>, List<INDArray>> asking = trainer(asked);
        asking.trainOnBatch(List.of(INPUTS), List.of(TARGETS));
        asking.profile(DATA, BATCH);
        asking.trainOnBatch(List.of(INPUTS), List.of(TARGETS));
        Trainer<List<INDArray>, List<INDArray>> training = trainer(other);
        training.trainOnBatch(List.of(INPUTS), List.of(TARGETS));
        training.trainOnBatch(List.of(INPUTS), List.of(TARGETS));
        assertEquals(2, asking.iterations());
        assertEquals(other.weights(), asked.weights());
    }

    @Test
    void whatIsAroundTheRuleAndWhatIsFrozenIsProfiledToo() {
        Network network = Network.create(graph(), 1);
        network.freeze("hidden");
        StepProfile profile = network.trainer(AdamW.of(1e-3).globalClipNorm(1).movingAverage(0.99))
                .profile(DATA, BATCH);
        assertEquals(2.0 * BATCH * (100 * 80 + 2 * 80 * 10), profile.operations());
    }

    @Test
    void examplesThatDoNotFitAreRefused() {
        Trainer<List<INDArray>, List<INDArray>> trainer = trainer(Network.create(graph(), 1));
        assertThrows(InputException.class, () -> trainer.profile(data(Nd4j.rand(BATCH, 99)), BATCH));
    }

    private static StepProfile profile(int threads) {
        Network network = Network.create(graph(), 1);
        network.threads(threads);
        return trainer(network).profile(DATA, BATCH);
    }

    private static Trainer<List<INDArray>, List<INDArray>> trainer(Network network) {
        return network.trainer(Adam.of());
    }

    private static Dataset<List<INDArray>, List<INDArray>> data(INDArray inputs) {
        return Dataset.of(
                Structure.list(List.of("x")), List.of(inputs), Structure.list(List.of("y")), List.of(TARGETS));
    }

    private static Graph graph() {
        GraphBuilder g = GraphBuilder.named("Profiled");
        var hidden = g.apply("hidden", Layers.dense(80).activation(ActivationFunction.RELU), g.input("x", 100));
        return g.output(g.apply("y", Layers.dense(10), hidden), Loss.Spec.of(LossFunction.MEAN_SQUARED_ERROR))
                .build();
    }
}
