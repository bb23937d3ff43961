package dev.plumb.dsl.layer;

import static dev.plumb.dsl.layer.RuleAnswers.infer;
import static dev.plumb.dsl.layer.RuleAnswers.masked;
import static dev.plumb.dsl.layer.RuleAnswers.named;
import static dev.plumb.dsl.layer.RuleAnswers.validate;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.dsl.DType;
import dev.plumb.graph.shape.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shapes and refusals of dropouts of whole channels. */
final class SpatialDropoutRulesTest {

    @Test
    void shapeAndMaskAreKept() {
        assertEquals("(5, 4) masked", infer(Layers.spatialDropout1D(0.5), masked(5, 4)));
        assertEquals("(h, w, c)", infer(Layers.spatialDropout2D(0.5), named("h", "w", "c")));
        assertEquals("(d, h, w, c)", infer(Layers.spatialDropout3D(0.5), named("d", "h", "w", "c")));
        assertEquals("(time, c)", infer(Layers.spatialDropout1D(0.5), named("time", "c")));
    }

    @Test
    void wrongUsesAreTold() {
        assertEquals(
                "SpatialDropout1D needs an input of rank 2 (time, channels): 'x0' has rank 1, (5)",
                infer(Layers.spatialDropout1D(0.5), TensorType.floats(5)));
        assertEquals(
                "SpatialDropout2D needs an input of rank 3 (height, width, channels): 'x0' has rank 2, (5, 4)",
                infer(Layers.spatialDropout2D(0.5), TensorType.floats(5, 4)));
        assertEquals(
                "SpatialDropout3D needs an input of rank 4 (depth, height, width, channels): 'x0' has rank 2, (5, 4)",
                infer(Layers.spatialDropout3D(0.5), TensorType.floats(5, 4)));
        assertEquals(
                "SpatialDropout1D needs an input of float32: 'x0' is int32",
                infer(Layers.spatialDropout1D(0.5), TensorType.floats(5, 4).withDtype(DType.INT32)));
        assertEquals(
                List.of("SpatialDropout1D has value = 1.5: must be between 0 and 1"),
                validate(Layers.spatialDropout1D(1.5)));
    }
}
