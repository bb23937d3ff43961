package dev.plumb.runtime;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.TANH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.compose.ModelLayer;
import dev.plumb.graph.compose.Repetition;
import dev.plumb.train.SGD;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Nested models, repetitions, shared and frozen weights compute what the same layers without them compute. */
final class CompositeTest {
    private static final INDArray X = Nd4j.rand(DataType.FLOAT, 12, 4);
    private static final INDArray Y = Nd4j.rand(DataType.FLOAT, 12, 4);

    private static Graph encoder() {
        GraphBuilder g = GraphBuilder.named("Encoder");
        Wire x = g.input("x", 4);
        Wire hidden = g.apply("hidden", Layers.dense(8).activation(RELU), x);
        Wire normal = g.apply("normal", Layers.batchNormalization(), hidden);
        return g.output(g.apply("code", Layers.dense(4).activation(TANH), normal))
                .build();
    }

    private static Graph nested(boolean frozen) {
        GraphBuilder g = GraphBuilder.named("Nested");
        Wire x = g.input("x", 4);
        ModelLayer encoder = ModelLayer.of(encoder());
        Wire encoded = frozen ? g.applyFrozen("encoded", encoder, x) : g.apply("encoded", encoder, x);
        Wire stack = g.apply("stack", Repetition.of(2, Layers.dense(4)), encoded);
        return g.output(stack, LossFunction.MEAN_SQUARED_ERROR).build();
    }

    private static Graph flat() {
        GraphBuilder g = GraphBuilder.named("Flat");
        Wire x = g.input("x", 4);
        Wire hidden = g.apply("hidden", Layers.dense(8).activation(RELU), x);
        Wire normal = g.apply("normal", Layers.batchNormalization(), hidden);
        Wire code = g.apply("code", Layers.dense(4).activation(TANH), normal);
        Wire first = g.apply("first", Layers.dense(4), code);
        return g.output(g.apply("stack", Layers.dense(4), first), LossFunction.MEAN_SQUARED_ERROR)
                .build();
    }

    private static Dataset<List<INDArray>, List<INDArray>> data(Network network, INDArray target) {
        return Dataset.of(
                Structure.list(
                        network.graph().inputs().stream().map(Graph.Input::name).toList()),
                network.graph().inputs().stream().map(input -> X).toList(),
                Structure.list(List.of(network.graph().outputs().get(0).name())),
                List.of(target));
    }

    private static void copy(Network from, Network to) {
        Iterator<INDArray> values = from.weights().values().iterator();
        to.weights().keySet().forEach(path -> to.setWeight(path, values.next()));
    }

    private static void train(Network network, INDArray target) {
        network.trainer(SGD.of(0.05))
                .fit(
                        data(network, target),
                        Fit.epochs(3).batchSize(4).shuffle(false).verbose(Verbosity.SILENT));
    }

    @Test
    void nestedAndRepeatedLayersTrainLikeFlatOnes(@TempDir Path folder) {
        Network nested = Network.create(nested(false), 1);
        Network flat = Network.create(flat(), 2);
        copy(nested, flat);
        train(nested, Y);
        train(flat, Y);

        INDArray expected = flat.predict(List.of(X)).get(0);
        assertEquals(expected, nested.predict(List.of(X)).get(0));
        Path file = folder.resolve("nested.plumb");
        nested.save(file);
        assertEquals(expected, Network.load(file).predict(List.of(X)).get(0));
        assertEquals(
                List.of("encoded/hidden/kernel", "encoded/hidden/bias"),
                nested.weights().keySet().stream().limit(2).toList());
    }

    @Test
    void gradientsOfSharedWeightsAddUp() {
        GraphBuilder g = GraphBuilder.named("Siamese");
        Wire left = g.apply("left", ModelLayer.of(encoder()), g.input("a", 4));
        Wire right = g.applyAgain("right", left, g.input("b", 4));
        Network siamese = Network.create(
                g.output(g.apply("sum", Layers.add(), left, right), LossFunction.MEAN_SQUARED_ERROR)
                        .build(),
                1);
        GraphBuilder h = GraphBuilder.named("Twice");
        Wire one = h.apply("one", ModelLayer.of(encoder()), h.input("a", 4));
        Network twice = Network.create(
                h.output(h.apply("sum", Layers.add(), one, one), LossFunction.MEAN_SQUARED_ERROR)
                        .build(),
                2);
        copy(siamese, twice);
        // one step: moving statistics are moved twice by the shared layer, and do not matter in training
        siamese.trainer(SGD.of(0.05)).fit(data(siamese, Y), step());
        twice.trainer(SGD.of(0.05)).fit(data(twice, Y), step());

        assertEquals(6, twice.weights().size() - 2);
        Map<String, INDArray> shared = siamese.weights();
        twice.weights().forEach((path, values) -> {
            if (!path.contains("moving")) {
                INDArray other = shared.get(path.replace("one/", "left/"));
                assertEquals(0, values.sub(other).norm2Number().doubleValue(), 1e-6, path);
            }
        });
    }

    private static Fit step() {
        return Fit.epochs(1).batchSize(12).shuffle(false).verbose(Verbosity.SILENT);
    }

    @Test
    void frozenLayersStayAsTheyAre() {
        Network network = Network.create(nested(true), 1);
        Map<String, INDArray> before = network.weights();
        train(network, Y);
        network.weights().forEach((path, values) -> {
            if (path.startsWith("encoded/")) {
                assertEquals(before.get(path), values, path);
            } else {
                assertNotEquals(before.get(path), values, path);
            }
        });
    }
}
