package dev.plumb.dsl.layer;

import static dev.plumb.dsl.layer.RuleAnswers.infer;
import static dev.plumb.dsl.layer.RuleAnswers.masked;
import static dev.plumb.dsl.layer.RuleAnswers.named;
import static dev.plumb.dsl.layer.RuleAnswers.validate;
import static dev.plumb.dsl.layer.RuleAnswers.weights;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.dsl.DType;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shapes, weights and refusals of PReLU. */
final class PReLURulesTest {

    private static LayerSpec shared(int... axes) {
        return Layers.pReLU().sharedAxes(axes);
    }

    @Test
    void alphaHasTheShapeOfTheInputButForSharedAxes() {
        TensorType image = TensorType.floats(4, 4, 3);
        assertEquals("alpha (4, 4, 3): 48", weights(Layers.pReLU(), image));
        assertEquals("alpha (1, 1, 3): 3", weights(shared(1, 2), image));
        assertEquals("alpha (4, 4, 1): 16", weights(shared(3), image));
    }

    @Test
    void shapeAndMaskAreKept() {
        assertEquals("(5, 4) masked", infer(Layers.pReLU(), masked(5, 4)));
        assertEquals("(time, 4)", infer(shared(1), named("time", "4")));
    }

    @Test
    void anAxisThatIsNotSharedHasToBeKnown() {
        assertEquals(
                "PReLU needs to know the size of axis 0 (alpha has that many elements unless it is shared): 'x0' is (time, 4)",
                infer(shared(2), named("time", "4")));
    }

    @Test
    void wrongUsesAreTold() {
        assertEquals(
                "PReLU has sharedAxes = 3: must be from 1 to 2, an axis of (5, 4)",
                infer(shared(3), TensorType.floats(5, 4)));
        assertEquals(
                "PReLU has sharedAxes[1] = 3: must be from 1 to 2, an axis of (5, 4)",
                infer(shared(1, 3), TensorType.floats(5, 4)));
        assertEquals(
                "PReLU needs an input of float32: 'x0' is int32",
                infer(shared(1), TensorType.floats(5).withDtype(DType.INT32)));
        assertEquals(
                List.of(
                        "PReLU has sharedAxes = {0, 1}: must be axes counted from 1: the batch axis is 0 and not shared"),
                validate(shared(0, 1)));
        assertEquals(
                List.of("PReLU has sharedAxes = -1: must be axes counted from 1: the batch axis is 0 and not shared"),
                validate(shared(-1)));
    }
}
