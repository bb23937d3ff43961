package dev.plumb.dsl.layer;

import static dev.plumb.dsl.layer.RuleAnswers.infer;
import static dev.plumb.dsl.layer.RuleAnswers.masked;
import static dev.plumb.dsl.layer.RuleAnswers.named;
import static dev.plumb.dsl.layer.RuleAnswers.validate;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.DType;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shapes and refusals of Dot. */
final class DotRulesTest {

    private static LayerSpec dot(int... axes) {
        return Layers.dot(axes);
    }

    @Test
    void theContractedAxesDisappear() {
        assertEquals("(5, 7)", infer(dot(2, 2), TensorType.floats(5, 4), TensorType.floats(7, 4)));
        assertEquals("(1)", infer(dot(1), TensorType.floats(4), TensorType.floats(4)));
        assertEquals("(5, 3)", infer(dot(2, 1), TensorType.floats(5, 4), TensorType.floats(4, 3)));
        assertEquals("(3)", infer(dot(-1), TensorType.floats(4), TensorType.floats(3, 4)));
        assertEquals("(2, 4, 5)", infer(dot(2, -1), TensorType.floats(2, 3, 4), TensorType.floats(5, 3)));
    }

    @Test
    void namedAxesStayExactAndAnUnknownSizeIsNoMismatch() {
        assertEquals("(time, words)", infer(dot(2), named("time", "4"), named("words", "4")));
        assertEquals("(4, 3)", infer(dot(1), named("time", "4"), named("9", "3")));
    }

    @Test
    void aMaskEndsHere() {
        assertEquals("(5, 5)", infer(dot(2), masked(5, 4), masked(5, 4)));
    }

    @Test
    void itTakesTwoInputs() {
        assertTrue(dot(1).arity().accepts(2));
        assertFalse(dot(1).arity().accepts(1) || dot(1).arity().accepts(3));
    }

    @Test
    void differentSizesAreToldWithBothAxes() {
        assertEquals(
                "Dot needs one size on the axes that it contracts: 'x0' is (5, 4), axis 1 has 5; 'x1' is (7, 4), axis 2 has 4",
                infer(dot(1, 2), TensorType.floats(5, 4), TensorType.floats(7, 4)));
        assertEquals(
                "Dot needs one size on the axes that it contracts: 'x0' is (64), axis -1 has 64; 'x1' is (7, 32), axis -1 has 32",
                infer(dot(-1), TensorType.floats(64), TensorType.floats(7, 32)));
    }

    @Test
    void inputsHaveToHaveTheAxes() {
        assertEquals(
                "Dot has axes = 2, but 'x1', (4), has no axis 2: its axes are 1 to 1 or -1 to -1",
                infer(dot(2), TensorType.floats(5, 4), TensorType.floats(4)));
        assertEquals(
                "Dot has axes = {1, 2}, but 'x0', (), has no axis 1: it has none",
                infer(dot(1, 2), TensorType.floats(), TensorType.floats(4)));
        assertEquals(
                "Dot needs an input of float32: 'x1' is int32",
                infer(dot(1), TensorType.floats(4), TensorType.floats(4).withDtype(DType.INT32)));
    }

    @Test
    void attributesAreChecked() {
        assertEquals(List.of("Dot has axes = 0: must be other axes than the batch axis"), validate(dot(0)));
        assertEquals(
                List.of("Dot has axes = {1, 2, 3}: must be one axis, or two (one of each input)"),
                validate(dot(1, 2, 3)));
    }
}
