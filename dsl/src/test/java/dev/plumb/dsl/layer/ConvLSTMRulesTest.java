package dev.plumb.dsl.layer;

import static dev.plumb.dsl.layer.RuleAnswers.infer;
import static dev.plumb.dsl.layer.RuleAnswers.masked;
import static dev.plumb.dsl.layer.RuleAnswers.named;
import static dev.plumb.dsl.layer.RuleAnswers.validate;
import static dev.plumb.dsl.layer.RuleAnswers.weights;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.MergeMode;
import dev.plumb.dsl.Padding;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.Weight;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shapes, weights and refusals of LSTMs whose products are convolutions. */
final class ConvLSTMRulesTest {
    private static final TensorType VIDEO = TensorType.floats(6, 8, 10, 3);

    @Test
    void shapesAndWeightsAreThoseOfKeras() {
        assertEquals("(6, 8, 5)", infer(Layers.convLSTM2D(5, 3), VIDEO));
        assertEquals("(6, 6, 8, 5)", infer(Layers.convLSTM2D(5, 3).returnSequences(true), VIDEO));
        assertEquals(
                "(4, 5, 5)", infer(Layers.convLSTM2D(5, 3).padding(Padding.SAME).strides(2), VIDEO));
        assertEquals("(3, 7)", infer(Layers.convLSTM1D(7, 2), TensorType.floats(6, 4, 3)));
        assertEquals("(2, 3, 4, 7)", infer(Layers.convLSTM3D(7, 2), TensorType.floats(6, 3, 4, 5, 2)));
        assertEquals(
                "kernel (3, 3, 3, 20), recurrent_kernel (3, 3, 5, 20), bias (20): 1460",
                weights(Layers.convLSTM2D(5, 3), VIDEO));
        assertEquals(
                "kernel (2, 1, 3, 20), recurrent_kernel (2, 1, 5, 20): 320",
                weights(Layers.convLSTM2D(5, 2, 1).useBias(false), VIDEO));
    }

    @Test
    void theForgetGateStartsOpenUnlessItIsToldNotTo() {
        Init.Spec zeros = Init.Spec.of(Initializer.ZEROS);
        assertEquals(
                List.of(
                        new Weight.Part(5, zeros),
                        new Weight.Part(5, Init.Spec.of(Initializer.ONES)),
                        new Weight.Part(10, zeros)),
                Layers.convLSTM2D(5, 3).weights(List.of(VIDEO)).get(2).parts());
        assertEquals(
                List.of(),
                Layers.convLSTM2D(5, 3)
                        .unitForgetBias(false)
                        .weights(List.of(VIDEO))
                        .get(2)
                        .parts());
    }

    @Test
    void statesHaveTheShapeOfAStep() {
        ConvLSTM2DLayer spec = Layers.convLSTM2D(5, 3).returnState(true);
        TensorType state = TensorType.floats(6, 8, 5);
        assertEquals(List.of("output", "state", "cell"), spec.outputNames());
        assertEquals(Inference.types(List.of(state, state, state)), spec.infer(List.of(VIDEO, state, state)));
        assertEquals(
                "ConvLSTM2D needs an initial state of shape (6, 8, 5): 'x2' is (8, 10, 5)",
                infer(spec, VIDEO, state, TensorType.floats(8, 10, 5)));
        assertEquals(
                "ConvLSTM2D needs an initial state of shape (6, 8, 5): 'x1' is (5)",
                infer(spec, VIDEO, TensorType.floats(5), state));
    }

    @Test
    void masksAreThoseOfRecurrentLayers() {
        assertEquals("(3, 7)", infer(Layers.convLSTM1D(7, 2), masked(6, 4, 3)));
        assertEquals("(6, 3, 7) masked", infer(Layers.convLSTM1D(7, 2).returnSequences(true), masked(6, 4, 3)));
    }

    @Test
    void namedAxesStayExact() {
        assertEquals("(8, 8, 5)", infer(Layers.convLSTM2D(5, 3), named("time", "10", "10", "3")));
        assertEquals("(h-2, w-2, 5)", infer(Layers.convLSTM2D(5, 3), named("time", "h", "w", "3")));
    }

    @Test
    void bothWaysAreJoinedAlongTheChannels() {
        assertEquals("(6, 8, 10)", infer(Layers.bidirectional(Layers.convLSTM2D(5, 3)), VIDEO));
        assertEquals(
                "(6, 8, 5)", infer(Layers.bidirectional(Layers.convLSTM2D(5, 3)).mergeMode(MergeMode.SUM), VIDEO));
    }

    @Test
    void theInputIsASequenceOfImages() {
        assertEquals(
                "ConvLSTM2D needs an input of rank 4 (time, height, width, channels): 'x0' has rank 3, (8, 10, 3)",
                infer(Layers.convLSTM2D(5, 3), TensorType.floats(8, 10, 3)));
        assertEquals(
                "ConvLSTM1D needs an input of rank 3 (time, position, channels): 'x0' has rank 2, (10, 3)",
                infer(Layers.convLSTM1D(5, 3), TensorType.floats(10, 3)));
        assertEquals(
                "ConvLSTM2D needs an input of float32: 'x0' is int32 in each step",
                infer(Layers.convLSTM2D(5, 3), VIDEO.withDtype(DType.INT32)));
        assertEquals(
                "ConvLSTM2D leaves nothing of the height of 'x0', (8, 10, 3): (height - window) / stride + 1 ="
                        + " (8 - 9) / 1 + 1 = 0 in each step",
                infer(Layers.convLSTM2D(5, 9), VIDEO));
        assertEquals(
                "ConvLSTM1D leaves nothing of the position of 'x0', (4, 3): (position - window) / stride + 1 ="
                        + " (4 - 9) / 1 + 1 = -4 in each step",
                infer(Layers.convLSTM1D(5, 9), TensorType.floats(8, 4, 3)));
    }

    @Test
    void attributesAreChecked() {
        assertEquals(List.of("ConvLSTM2D has filters = 0: must be at least 1"), validate(Layers.convLSTM2D(0, 3)));
        assertEquals(
                List.of("ConvLSTM2D has kernelSize[1] = 0: must be at least 1"), validate(Layers.convLSTM2D(5, 3, 0)));
        assertEquals(
                List.of("ConvLSTM2D has dilationRate = 2: must be 1 where strides are above 1"),
                validate(Layers.convLSTM2D(5, 3).strides(2).dilationRate(2)));
        assertEquals(
                List.of("ConvLSTM1D has padding = CAUSAL: must be VALID or SAME: only Conv1D can be CAUSAL"),
                validate(Layers.convLSTM1D(5, 3).padding(Padding.CAUSAL)));
        assertEquals(
                List.of(
                        "ConvLSTM2D has activation = GLU: must be one that keeps the number of units, GLU halves it",
                        "ConvLSTM2D has recurrentActivation = GLU: must be one that keeps the number of units, GLU"
                                + " halves it"),
                validate(Layers.convLSTM2D(5, 3)
                        .activation(ActivationFunction.GLU)
                        .recurrentActivation(ActivationFunction.GLU)));
        assertEquals(
                List.of("ConvLSTM2D has recurrentDropout = 1.0: must be at least 0 and below 1"),
                validate(Layers.convLSTM2D(5, 3).recurrentDropout(1)));
    }
}
