package dev.plumb.runtime;

import static dev.plumb.dsl.ActivationFunction.TANH;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.engine.onednn.Processor;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.ops.Var;
import dev.plumb.train.Adam;
import dev.plumb.train.Losses;
import dev.plumb.train.SGD;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A kernel that is divided in training, in all ways to train. That the numbers are those of Keras, {@link TrainingParityTest} tells. */
final class SpectralNormalizationTest {
    private static final int FEATURES = 6;
    private static final int EXAMPLES = 32;

    private static Network network() {
        GraphBuilder g = GraphBuilder.named("Spectral");
        Wire hidden = g.apply(
                "hidden", Layers.spectralNormalization(Layers.dense(8).activation(TANH)), g.input("x", FEATURES));
        Wire y = g.apply("y", Layers.spectralNormalization(Layers.dense(1)), hidden);
        return Network.create(
                g.output(y, Loss.Spec.of(LossFunction.MEAN_SQUARED_ERROR)).build(), 7);
    }

    private static INDArray inputs() {
        return Nd4j.linspace(-1, 1, EXAMPLES * FEATURES).castTo(DataType.FLOAT).reshape(EXAMPLES, FEATURES);
    }

    private static INDArray targets() {
        return inputs().mean(1);
    }

    private static void step(Trainer<List<INDArray>, List<INDArray>> trainer) {
        trainer.trainOnBatch(List.of(inputs()), List.of(targets()));
    }

    private static Map<String, List<Float>> weights(Network network) {
        Map<String, List<Float>> weights = new TreeMap<>();
        network.weights().forEach((path, array) -> weights.put(path, floats(array)));
        return weights;
    }

    private static List<Float> floats(INDArray array) {
        return Arrays.stream(array.ravel().toDoubleVector())
                .mapToObj(number -> (float) number)
                .toList();
    }

    /** The largest singular value, by many power iterations. */
    private static double norm(INDArray kernel) {
        INDArray square = kernel.transpose().mmul(kernel);
        INDArray vector = Nd4j.ones(DataType.FLOAT, square.columns(), 1);
        for (int i = 0; i < 500; i++) {
            vector = square.mmul(vector);
            vector.divi(vector.norm2Number());
        }
        return Math.sqrt(square.mmul(vector).norm2Number().doubleValue());
    }

    @Test
    void theSpectralNormBecomesOne() {
        Network network = network();
        Trainer<List<INDArray>, List<INDArray>> trainer = network.trainer(SGD.of(1e-6));
        for (int i = 0; i < 60; i++) {
            step(trainer);
        }
        assertEquals(1, norm(network.weight("hidden/kernel")), 1e-3);
        assertEquals(1, network.weight("hidden/vector_u").norm2Number().doubleValue(), 1e-5);
    }

    @Test
    void aRefusedStepChangesNothing() {
        Network network = network();
        Trainer<List<INDArray>, List<INDArray>> trainer = network.trainer(Adam.of());
        Map<String, List<Float>> before = weights(network);
        INDArray broken = inputs().putScalar(3, 2, Float.NaN);
        assertThrows(NonFiniteLossException.class, () -> trainer.trainOnBatch(List.of(broken), List.of(targets())));
        assertEquals(before, weights(network));
        step(trainer);
        Map<String, List<Float>> after = weights(network);
        before.forEach((path, numbers) -> assertNotEquals(numbers, after.get(path), path));
    }

    @Test
    void predictionsDoNotChangeIt() {
        Network network = network();
        Map<String, List<Float>> before = weights(network);
        network.predict(List.of(inputs()));
        network.predict(List.of(inputs()), Phase.TRAINING, 3);
        assertEquals(before, weights(network));
    }

    @Test
    void whatIsFrozenStays() {
        Network network = network();
        network.freeze("hidden");
        Map<String, List<Float>> before = weights(network);
        Trainer<List<INDArray>, List<INDArray>> trainer = network.trainer(SGD.of(0.1));
        step(trainer);
        Map<String, List<Float>> after = weights(network);
        for (String weight : List.of("kernel", "vector_u", "bias")) {
            assertEquals(before.get("hidden/" + weight), after.get("hidden/" + weight), weight);
            assertNotEquals(before.get("y/" + weight), after.get("y/" + weight), weight);
        }
    }

    @Test
    void aKernelOfZerosStays() {
        Network network = network();
        network.setWeight("hidden/kernel", Nd4j.zeros(DataType.FLOAT, FEATURES, 8));
        List<Float> vector = floats(network.weight("hidden/vector_u"));
        step(network.trainer(SGD.of(1e-6)));
        assertEquals(0, network.weight("hidden/kernel").norm2Number().doubleValue(), 1e-5);
        assertEquals(vector, floats(network.weight("hidden/vector_u")));
    }

    @Test
    void gradientsThatAreAppliedLaterDoTheSame() {
        Network applied = network();
        Trainer<List<INDArray>, List<INDArray>> later = applied.trainer(SGD.of(0.1));
        later.apply(later.gradients(List.of(inputs()), List.of(targets())));
        Network trained = network();
        step(trained.trainer(SGD.of(0.1)));
        assertEquals(weights(trained), weights(applied));
    }

    @Test
    void aFileHasIt(@TempDir Path folder) throws IOException {
        Network network = network();
        step(network.trainer(SGD.of(0.1)));
        Path file = folder.resolve("spectral.plumb");
        network.save(file);
        Network again = Network.load(file);
        assertEquals(weights(network), weights(again));
        assertEquals(network.predict(List.of(inputs())), again.predict(List.of(inputs())));
    }

    /** The kernel is divided by a float32, whatever it is multiplied in afterwards. */
    @Test
    void isDividedAlikeInBfloat16() {
        assumeTrue(Processor.lackForBfloat16().isEmpty());
        Network network = network();
        Network narrow = network();
        narrow.precision(Precision.BF16);
        step(network.trainer(SGD.of(1e-9)));
        step(narrow.trainer(SGD.of(1e-9)));
        assertArrayEquals(
                network.weight("hidden/kernel").ravel().toFloatVector(),
                narrow.weight("hidden/kernel").ravel().toFloatVector(),
                1e-6f);
    }

    /** The same in code, whose steps are executed as it runs, and later as plans. */
    private static final class InCode extends EagerModel<Var, Var> {
        private final EagerLayer hidden =
                layer("hidden", Layers.spectralNormalization(Layers.dense(8).activation(TANH)));
        private final EagerLayer y = layer("y", Layers.spectralNormalization(Layers.dense(1)));

        InCode() {
            super(7);
        }

        @Override
        public Var call(EagerContext context, Var x) {
            return y.call(context, hidden.call(context, x));
        }
    }

    @Test
    void modelsInCodeDoTheSame() {
        Network network = network();
        Trainer<List<INDArray>, List<INDArray>> planned = network.trainer(SGD.of(0.1));
        InCode model = new InCode();
        model.predict(EagerInput.array(), inputs());
        Trainer<INDArray, INDArray> eager = model.trainer(EagerInput.array(), SGD.of(0.1), Losses.meanSquaredError());
        network.weights().forEach(model::setWeight);
        for (int i = 0; i < 4; i++) {
            step(planned);
            eager.trainOnBatch(inputs(), targets());
        }
        network.weights()
                .forEach((path, array) -> assertArrayEquals(
                        array.ravel().toFloatVector(),
                        model.weight(path).ravel().toFloatVector(),
                        2e-6f,
                        path));
    }
}
