package dev.plumb.dsl.layer;

import static dev.plumb.dsl.layer.RuleAnswers.infer;
import static dev.plumb.dsl.layer.RuleAnswers.masked;
import static dev.plumb.dsl.layer.RuleAnswers.named;
import static dev.plumb.dsl.layer.RuleAnswers.parameters;
import static dev.plumb.dsl.layer.RuleAnswers.validate;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Weight;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shapes, masks, weights and refusals of LSTM and GRU. */
final class RecurrentRulesTest {

    private static LayerSpec lstm(Object... attributes) {
        return ByName.layer(LSTMLayer.DEFINITION, attributes);
    }

    private static LayerSpec gru(Object... attributes) {
        return ByName.layer(GRULayer.DEFINITION, attributes);
    }

    @Test
    void shapesAndParametersAreThoseOfKeras() {
        assertEquals("(128)", infer(lstm("units", 128), named("time", "64")));
        assertEquals(98_816, parameters(lstm("units", 128), 10, 64));
        assertEquals("(20, 32)", infer(lstm("units", 32, "returnSequences", true), TensorType.floats(20, 64)));
        assertEquals(12_416, parameters(lstm("units", 32, "returnSequences", true), 20, 64));
        assertEquals("(time, 32)", infer(gru("units", 32, "returnSequences", true), named("time", "64")));
        assertEquals("(32)", infer(gru("units", 32), TensorType.floats(20, 64)));
        assertEquals(9_408, parameters(gru("units", 32), 20, 64));
        assertEquals(9_312, parameters(gru("units", 32, "resetAfter", false), 20, 64));
    }

    @Test
    void statesAreFurtherOutputs() {
        LayerSpec spec = lstm("units", 3, "returnSequences", true, "returnState", true);
        assertEquals(List.of("output", "state", "cell"), spec.outputNames());
        assertEquals(
                Inference.types(List.of(TensorType.floats(4, 3), TensorType.floats(3), TensorType.floats(3))),
                spec.infer(List.of(TensorType.floats(4, 2))));
        assertEquals(72, parameters(spec, 4, 2));
        assertEquals(
                List.of("output", "state"), gru("units", 3, "returnState", true).outputNames());
        assertEquals(List.of("output"), gru("units", 3).outputNames());
    }

    @Test
    void aMaskPassesOnWithSequencesAndEndsWithout() {
        assertEquals("(5, 4) masked", infer(lstm("units", 4, "returnSequences", true), masked(5, 3)));
        assertEquals("(4)", infer(lstm("units", 4), masked(5, 3)));
        LayerSpec states = gru("units", 4, "returnSequences", true, "returnState", true);
        assertEquals(Inference.types(List.of(masked(5, 4), TensorType.floats(4))), states.infer(List.of(masked(5, 3))));
    }

    @Test
    void weightsHaveTheNamesAndShapesOfKeras() {
        List<TensorType> input = List.of(TensorType.floats(5, 3));
        List<Weight> weights = lstm("units", 4).weights(input);
        assertEquals(
                List.of("kernel", "recurrent_kernel", "bias"),
                weights.stream().map(Weight::name).toList());
        assertEquals(
                List.of(Shape.of(3, 16), Shape.of(4, 16), Shape.of(16)),
                weights.stream().map(Weight::shape).toList());
        assertEquals(Initializer.ORTHOGONAL, weights.get(1).initializer().value());
        assertEquals(Shape.of(2, 12), gru("units", 4).weights(input).get(2).shape());
        assertEquals(
                Shape.of(12),
                gru("units", 4, "resetAfter", false).weights(input).get(2).shape());
        assertEquals(2, gru("units", 4, "useBias", false).weights(input).size());
    }

    @Test
    void theForgetGateStartsOpenUnlessItIsToldNotTo() {
        List<TensorType> input = List.of(TensorType.floats(5, 3));
        Init.Spec zeros = Init.Spec.of(Initializer.ZEROS);
        assertEquals(
                List.of(
                        new Weight.Part(4, zeros),
                        new Weight.Part(4, Init.Spec.of(Initializer.ONES)),
                        new Weight.Part(8, zeros)),
                lstm("units", 4).weights(input).get(2).parts());
        assertEquals(
                List.of(),
                lstm("units", 4, "unitForgetBias", false).weights(input).get(2).parts());
    }

    @Test
    void theInputIsASequenceOfKnownFeatures() {
        assertEquals(
                "LSTM needs an input of rank 2 (time, features): 'x0' has rank 1, (20)",
                infer(lstm("units", 4), TensorType.floats(20)));
        assertEquals(
                "GRU needs to know the size of axis -1 (the kernel has that many rows): 'x0' is (time, features)",
                infer(gru("units", 4), named("time", "features")));
        assertEquals(
                "LSTM needs an input of float32: 'x0' is int32",
                infer(lstm("units", 4), TensorType.of(Shape.of(5, 3), DType.INT32)));
    }

    @Test
    void statesToStartFromHaveTheSizeOfTheUnits() {
        TensorType x = TensorType.floats(5, 3);
        TensorType state = TensorType.floats(4);
        assertEquals("(4)", infer(lstm("units", 4), x, state, state));
        assertEquals(
                "LSTM needs an initial state of shape (4): 'x2' is (6)",
                infer(lstm("units", 4), x, state, TensorType.floats(6)));
        assertEquals(
                "GRU needs an initial state of shape (4): 'x1' is (5, 4)",
                infer(gru("units", 4), x, TensorType.floats(5, 4)));
        assertEquals("one or 3 inputs", lstm("units", 4).arity().toString());
        assertEquals("one or 2 inputs", gru("units", 4).arity().toString());
        assertEquals(
                List.of(true, false, true, false),
                List.of(1, 2, 3, 4).stream()
                        .map(lstm("units", 4).arity()::accepts)
                        .toList());
    }

    @Test
    void attributesAreChecked() {
        assertEquals(List.of("LSTM has units = 0: must be at least 1"), validate(lstm("units", 0)));
        assertEquals(
                List.of("LSTM has dropout = 1.0: must be at least 0 and below 1"),
                validate(lstm("units", 4, "dropout", 1.0)));
        assertEquals(
                List.of("GRU has recurrentDropout = -0.5: must be at least 0 and below 1"),
                validate(gru("units", 4, "recurrentDropout", -0.5)));
        assertEquals(
                List.of("GRU has activation = GLU: must be one that keeps the number of units, GLU halves it"),
                validate(gru("units", 4, "activation", ActivationFunction.GLU)));
    }

    @Test
    void aPlainRecurrentNetworkHasOneStateAndNoGates() {
        LayerSpec simple = Layers.simpleRNN(4);
        assertEquals("(4)", RuleAnswers.infer(simple, RuleAnswers.masked(5, 3)));
        assertEquals(
                "(5, 4) masked",
                RuleAnswers.infer(Layers.simpleRNN(4).returnSequences(true), RuleAnswers.masked(5, 3)));
        assertEquals(
                "kernel (3, 4), recurrent_kernel (4, 4), bias (4): 32",
                RuleAnswers.weights(simple, TensorType.floats(5, 3)));
        assertEquals(
                List.of("output", "state"),
                Layers.simpleRNN(4).returnState(true).outputNames());
        assertEquals(
                "SimpleRNN needs an initial state of shape (4): 'x1' is (3)",
                RuleAnswers.infer(simple, TensorType.floats(5, 3), TensorType.floats(3)));
        assertEquals(
                List.of("SimpleRNN has activation = GLU: must be one that keeps the number of units, GLU halves it"),
                RuleAnswers.validate(Layers.simpleRNN(4).activation(ActivationFunction.GLU)));
        assertEquals(List.of("SimpleRNN has units = 0: must be at least 1"), RuleAnswers.validate(Layers.simpleRNN(0)));
    }
}
