package dev.plumb.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.runtime.Network;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A normalization after a function is a scale and a shift, a row each, of what the function gives: neither is taken for the other. */
final class RowsAfterFunctionsTest {

    @ParameterizedTest
    @EnumSource(
            value = ActivationFunction.class,
            names = {"RELU", "ELU", "SIGMOID", "TANH", "SOFTPLUS", "EXPONENTIAL"})
    void aNormalizationAfterAnActivation(ActivationFunction function) {
        GraphBuilder g = GraphBuilder.named("Normal");
        Wire active = g.apply("active", Layers.activation(function), g.input("x", 3));
        normalizesWhatItGets(g, active);
    }

    @ParameterizedTest
    @EnumSource(
            value = ActivationFunction.class,
            names = {"RELU", "SIGMOID"})
    void aNormalizationAfterAnAverage(ActivationFunction function) {
        GraphBuilder g = GraphBuilder.named("Normal");
        Wire x = g.input("x", 3);
        Wire active = g.apply("other", Layers.activation(function), x);
        normalizesWhatItGets(g, g.apply("active", Layers.average(), x, active));
    }

    @ParameterizedTest
    @EnumSource(
            value = ActivationFunction.class,
            names = {"RELU", "ELU", "SIGMOID", "TANH", "SOFTPLUS", "EXPONENTIAL"})
    void aNormalizationAfterALayerWithAnActivation(ActivationFunction function) {
        GraphBuilder g = GraphBuilder.named("Normal");
        normalizesWhatItGets(g, g.apply("active", Layers.dense(3).activation(function), g.input("x", 3)));
    }

    @ParameterizedTest
    @EnumSource(
            value = ActivationFunction.class,
            names = {"RELU", "SIGMOID", "TANH"})
    void aNormalizationAfterAConvolution(ActivationFunction function) {
        GraphBuilder g = GraphBuilder.named("Normal");
        Wire x = g.apply("image", Layers.reshape(1, 1, 3), g.input("x", 3));
        Wire active = g.apply("conv", Layers.conv2D(3, 1).activation(function), x);
        normalizesWhatItGets(g, g.apply("active", Layers.flatten(), active));
        GraphBuilder h = GraphBuilder.named("Normal");
        Wire image = h.apply("image", Layers.reshape(1, 1, 3), h.input("x", 3));
        normalizesWhatItGets(h, h.apply("active", Layers.conv2D(3, 1).activation(function), image));
    }

    private static void normalizesWhatItGets(GraphBuilder g, Wire active) {
        Network network = Network.create(
                g.output(g.apply("normal", Layers.batchNormalization(), active)).build(), 1);
        Map<String, INDArray> weights = Map.of(
                "gamma", Nd4j.createFromArray(1.5f, 0.5f, 2f),
                "beta", Nd4j.createFromArray(0.1f, 0.2f, 0.3f),
                "moving_mean", Nd4j.createFromArray(0.3f, -0.2f, 0.1f),
                "moving_variance", Nd4j.createFromArray(0.6f, 1.2f, 0.9f));
        weights.forEach((name, values) -> network.setWeight("normal/" + name, values));
        INDArray x = Nd4j.createFromArray(new float[][] {{-0.5f, 0.6f, 0.8f}, {0.2f, -0.9f, 0.4f}});
        INDArray before = network.upTo("active").predict(List.of(x)).get(0);
        before = before.reshape(2, 3);
        INDArray after = network.predict(List.of(x)).get(0).reshape(2, 3);
        for (int row = 0; row < 2; row++) {
            for (int column = 0; column < 3; column++) {
                double expected = (before.getDouble(row, column)
                                        - weights.get("moving_mean").getDouble(column))
                                / Math.sqrt(weights.get("moving_variance").getDouble(column) + 1e-3)
                                * weights.get("gamma").getDouble(column)
                        + weights.get("beta").getDouble(column);
                assertEquals(expected, after.getDouble(row, column), 1e-5);
            }
        }
    }
}
