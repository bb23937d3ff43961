package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.SequentialBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Predictions as in training: dropout at work, moving statistics at rest. */
final class PhaseTest {
    private static final INDArray X = Nd4j.rand(DataType.FLOAT, 300, 4).mul(7);

    private static INDArray predict(Network network, Phase phase, long seed) {
        return network.predict(List.of(X), phase, seed).get(0);
    }

    @Test
    void aSeedMakesTheMasks() {
        Network network = Network.create(
                SequentialBuilder.named("Line", 4)
                        .add(Layers.dense(8))
                        .add(Layers.dropout(0.5))
                        .add(Layers.dense(2))
                        .build(),
                1);
        INDArray plain = network.predict(List.of(X)).get(0);
        assertEquals(plain, predict(network, Phase.INFERENCE, 1));
        INDArray dropped = predict(network, Phase.TRAINING, 1);
        assertNotEquals(plain, dropped);
        assertEquals(dropped, predict(network, Phase.TRAINING, 1));
        assertNotEquals(dropped, predict(network, Phase.TRAINING, 2));
        INDArray mean = Nd4j.zeros(DataType.FLOAT, 300, 2);
        for (int seed = 0; seed < 400; seed++) {
            mean.addi(predict(network, Phase.TRAINING, seed));
        }
        assertEquals(
                0,
                mean.div(400).sub(plain).norm2Number().doubleValue()
                        / plain.norm2Number().doubleValue(),
                0.1);
    }

    @Test
    void normalizationUsesTheBatchAndMovesNothing() {
        Network network = Network.create(
                SequentialBuilder.named("Normal", 4)
                        .add(Layers.batchNormalization())
                        .build(),
                1);
        INDArray normal = predict(network, Phase.TRAINING, 1);
        assertEquals(0, normal.mean(0).norm2Number().doubleValue(), 1e-4, "all examples are one batch");
        assertEquals(Nd4j.zeros(DataType.FLOAT, 4), network.weight("batch_normalization/moving_mean"));
        network.freeze("batch_normalization");
        assertEquals(network.predict(List.of(X)).get(0), predict(network, Phase.TRAINING, 1));
    }
}
