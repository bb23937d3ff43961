package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.ConstraintKind;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.train.Adam;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A step with a loss that is no number is not taken: it changes nothing at all. */
final class RefusedStepTest {
    private static final int FEATURES = 6;

    @Test
    void changesNoBitOfAnythingThatTrainingChanges() {
        Network model = Network.create(model(), 7);
        Trainer<List<INDArray>, List<INDArray>> trainer = model.trainer(Adam.of());
        trainer.fit(data(0), Fit.epochs(2).batchSize(8).verbose(Verbosity.SILENT));
        Map<String, int[]> before = bits(model, trainer);
        long iterations = trainer.iterations();
        assertThrows(
                NonFiniteLossException.class,
                () -> trainer.fit(data(Float.NaN), Fit.epochs(1).batchSize(32).verbose(Verbosity.SILENT)));
        assertThrows(
                NonFiniteLossException.class,
                () -> trainer.trainOnBatch(List.of(inputs(Float.POSITIVE_INFINITY)), List.of(Nd4j.ones(32))));
        Map<String, int[]> after = bits(model, trainer);
        assertEquals(iterations, trainer.iterations());
        assertEquals(before.keySet(), after.keySet());
        before.forEach((name, expected) -> assertArrayEquals(expected, after.get(name), name));
    }

    /** And one that is taken moves the statistics. */
    @Test
    void isUnlikeOneThatIsTaken() {
        Network model = Network.create(model(), 7);
        Trainer<List<INDArray>, List<INDArray>> trainer = model.trainer(Adam.of());
        Map<String, int[]> before = bits(model, trainer);
        trainer.trainOnBatch(List.of(inputs(0)), List.of(Nd4j.ones(32)));
        Map<String, int[]> after = bits(model, trainer);
        for (String path : List.of("normal/moving_mean", "normal/moving_variance", "hidden/kernel")) {
            assertFalse(Arrays.equals(before.get(path), after.get(path)), path);
        }
    }

    private static Graph model() {
        GraphBuilder g = GraphBuilder.named("Refused");
        Wire x = g.input("x", FEATURES);
        Wire hidden = g.apply(
                "hidden",
                Layers.dense(8).activation(ActivationFunction.RELU).kernelConstraint(ConstraintKind.NON_NEG),
                x);
        Wire normal = g.apply("normal", Layers.batchNormalization(), hidden);
        Wire dropped = g.apply("dropped", Layers.dropout(0.2), normal);
        Wire y = g.apply("y", Layers.dense(1), dropped);
        return g.output(y, Loss.Spec.of(LossFunction.MEAN_SQUARED_ERROR)).build();
    }

    /** The last example has this number in it. */
    private static INDArray inputs(float number) {
        INDArray x = Nd4j.linspace(-1, 1, 32 * FEATURES).castTo(DataType.FLOAT);
        return x.reshape(32, FEATURES).dup().putScalar(31, 3, number);
    }

    private static Dataset<List<INDArray>, List<INDArray>> data(float number) {
        return Dataset.of(
                Structure.list(List.of("x")),
                List.of(inputs(number)),
                Structure.list(List.of("y")),
                List.of(Nd4j.ones(32)));
    }

    private static Map<String, int[]> bits(Network model, Trainer<?, ?> trainer) {
        Map<String, int[]> bits = new LinkedHashMap<>();
        model.weights()
                .forEach((path, weight) ->
                        bits.put(path, bits(weight.dup().data().asFloat())));
        OptimizerMemory memory = trainer.state().memory();
        memory.places().forEach((name, slot) -> bits.put(name, bits(slot.toFloats())));
        bits.put(memory.state().toString(), new int[0]);
        return bits;
    }

    private static int[] bits(float[] numbers) {
        int[] bits = new int[numbers.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(numbers[i]);
        }
        return bits;
    }
}
