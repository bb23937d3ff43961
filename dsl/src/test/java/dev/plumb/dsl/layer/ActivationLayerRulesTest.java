package dev.plumb.dsl.layer;

import static dev.plumb.dsl.layer.RuleAnswers.infer;
import static dev.plumb.dsl.layer.RuleAnswers.masked;
import static dev.plumb.dsl.layer.RuleAnswers.named;
import static dev.plumb.dsl.layer.RuleAnswers.validate;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Shapes, masks and refusals of ReLU, ELU, Softmax and Identity. */
final class ActivationLayerRulesTest {

    @Test
    void shapeAndMaskAreKept() {
        for (LayerSpec spec : List.of(Layers.reLU(), Layers.elu(), Layers.softmax(), Layers.identity())) {
            assertEquals("(5, 4) masked", infer(spec, masked(5, 4)));
            assertEquals("(time, c)", infer(spec, named("time", "c")));
        }
    }

    @Test
    void anIdentityTakesAnything() {
        assertEquals("()", infer(Layers.identity(), TensorType.floats()));
        assertEquals("(5) int32", infer(Layers.identity(), TensorType.floats(5).withDtype(DType.INT32)));
    }

    @Test
    void aSoftmaxOverClassesIsKnownAsOne() {
        assertEquals(Optional.of(ActivationFunction.SOFTMAX), Layers.softmax().finalActivation());
        assertEquals(Optional.empty(), Layers.softmax().axis(1).finalActivation());
    }

    @Test
    void wrongUsesAreTold() {
        assertEquals(
                "Softmax needs an input of rank 1 or more (features last): 'x0' has rank 0, ()",
                infer(Layers.softmax(), TensorType.floats()));
        assertEquals(
                "Softmax has axis = 3: must be from 1 to 2 or from -2 to -1",
                infer(Layers.softmax().axis(3), TensorType.floats(5, 4)));
        assertEquals(
                "ReLU needs an input of float32: 'x0' is int32",
                infer(Layers.reLU(), TensorType.floats(5).withDtype(DType.INT32)));
    }

    @Test
    void attributesAreChecked() {
        assertEquals(
                List.of("ReLU has negativeSlope = -0.1: must be at least 0"),
                validate(Layers.reLU().negativeSlope(-0.1)));
        assertEquals(
                List.of("ReLU has maxValue = -1.0: must be at least 0"),
                validate(Layers.reLU().maxValue(-1)));
        assertEquals(
                List.of("ReLU has maxValue = NaN: must be at least 0"),
                validate(Layers.reLU().maxValue(Double.NaN)));
        assertEquals(
                List.of("ReLU has threshold = -2.0: must be at least 0"),
                validate(Layers.reLU().threshold(-2)));
        assertEquals(
                List.of("Softmax has axis = 0: must be other axes than the batch axis"),
                validate(Layers.softmax().axis(0)));
        assertEquals(
                List.of("Softmax has axis = {1, -1}: must be counted from one side, the start or the end"),
                validate(Layers.softmax().axis(1, -1)));
        assertEquals(
                List.of("ELU has value = Infinity: must be finite"),
                validate(Layers.elu().value(Double.POSITIVE_INFINITY)));
    }
}
