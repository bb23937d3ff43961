package dev.plumb.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.runtime.Fit;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.Trainer;
import dev.plumb.runtime.Verbosity;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** All optimizers in whole models: they learn, and go on from a file to the bit. Their rules are held to Keras in {@link GoldenTest}. */
final class OptimizersTest {

    static List<Optimizer> optimizers() {
        return List.of(
                SGD.of(0.05).momentum(0.5).nesterov(true),
                Adam.of(0.05),
                AdamW.of(0.05).weightDecay(0.001),
                Adamax.of(0.05),
                Nadam.of(0.05),
                RMSprop.of(0.01).momentum(0.3),
                Adagrad.of(0.3),
                Adadelta.of(5.0),
                Ftrl.of(0.5),
                Lion.of(0.003),
                Lamb.of(0.05),
                Adafactor.of(0.3),
                Muon.of(0.1).adamFor("y"),
                ScheduleFreeAdamW.of(0.1).warmup(5),
                Adam.of(0.05).amsgrad(true),
                AdamW.of(0.05).amsgrad(true).excludeFromWeightDecay("bias"),
                SGD.of(0.05).momentum(0.5).clipNorm(0.5).weightDecay(1e-3).movingAverage(0.5, 3),
                Lamb.of(0.05).accumulateGradients(2).globalClipNorm(1),
                Adam.of(0.05).clipValue(0.1).movingAverage(0.5).accumulateGradients(2));
    }

    private static Network network() {
        GraphBuilder g = GraphBuilder.named("Line");
        return Network.create(
                g.output(
                                g.apply("y", Layers.dense(1), g.apply("hidden", Layers.dense(3), g.input("x", 3))),
                                LossFunction.MEAN_SQUARED_ERROR)
                        .build(),
                1);
    }

    private static Trainer<INDArray, INDArray> trainer(Network network, Optimizer optimizer) {
        return network.trainer(Structure.single("x"), Structure.single("y"), optimizer);
    }

    private static Dataset<INDArray, INDArray> data() {
        INDArray x = Nd4j.linspace(DataType.FLOAT, -1, 0.04, 60).reshape(20, 3);
        return Dataset.of(
                Structure.single("x"), x, Structure.single("y"), x.sum(1).reshape(20, 1));
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void learnsAndGoesOnFromAFile(Optimizer optimizer, @TempDir Path folder) {
        Fit fit = Fit.epochs(30).batchSize(8).verbose(Verbosity.SILENT);
        Network network = network();
        Trainer<INDArray, INDArray> trainer = trainer(network, optimizer);
        List<Double> losses = trainer.fit(data(), fit).get("loss");
        assertTrue(losses.get(29) < 0.3 * losses.get(0), () -> optimizer + ": " + losses);
        network.save(folder.resolve("model.plumb"));
        Network loaded = Network.load(folder.resolve("model.plumb"));
        Trainer<INDArray, INDArray> resumed = trainer(loaded, optimizer);
        assertEquals(trainer.iterations(), resumed.iterations());
        trainer.fit(data(), Fit.defaults().verbose(Verbosity.SILENT));
        resumed.fit(data(), Fit.defaults().verbose(Verbosity.SILENT));
        network.weights()
                .forEach((path, weight) -> assertArrayEquals(
                        weight.ravel().toFloatVector(),
                        loaded.weight(path).ravel().toFloatVector(),
                        path));
    }

    @Test
    void numbersThatMakeNoSenseAreRefused() {
        Stream.<org.junit.jupiter.api.function.Executable>of(
                        () -> new RMSprop(0.1, 1, 0, 1e-7, false),
                        () -> RMSprop.of().momentum(2),
                        () -> AdamW.of().weightDecay(-1),
                        () -> new Adamax(0.1, 0.9, 1, 1e-7),
                        () -> new Nadam(0.1, 0.9, 0.999, 0),
                        () -> new Adagrad(0.1, -1, 1e-7),
                        () -> new Adadelta(0.1, -0.1, 1e-7),
                        () -> Ftrl.of().regularization(-1, 0),
                        () -> Lion.of(0),
                        () -> Lamb.of().clipNorm(0),
                        () -> new Adafactor(0.1, 0.8, 1e-30, 1e-3, 1),
                        () -> Muon.of().orthogonalization(0),
                        () -> ScheduleFreeAdamW.of().warmup(-1),
                        () -> new ScheduleFreeAdamW(0.1, 0, 0.9, 1e-8, 0),
                        () -> SGD.of().clipValue(Double.NaN),
                        () -> Adam.of().globalClipNorm(-1),
                        () -> Adam.of().weightDecay(-0.1),
                        () -> Adam.of().movingAverage(1.1),
                        () -> Adam.of().movingAverage(0.9, 0),
                        () -> Adam.of().accumulateGradients(1))
                .forEach(made -> assertThrows(IllegalArgumentException.class, made));
        assertEquals(
                "Lion has learningRate = 0.0: must be a float32 number above 0, from 1.4E-45 to 3.4028235E38",
                assertThrows(IllegalArgumentException.class, () -> Lion.of(0)).getMessage());
    }
}
