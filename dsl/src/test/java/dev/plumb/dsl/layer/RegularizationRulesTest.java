package dev.plumb.dsl.layer;

import static dev.plumb.dsl.layer.RuleAnswers.infer;
import static dev.plumb.dsl.layer.RuleAnswers.masked;
import static dev.plumb.dsl.layer.RuleAnswers.named;
import static dev.plumb.dsl.layer.RuleAnswers.validate;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.dsl.DType;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shapes, masks and refusals of GaussianNoise, GaussianDropout, AlphaDropout and ActivityRegularization. */
final class RegularizationRulesTest {

    @Test
    void shapeAndMaskAreKept() {
        for (LayerSpec spec : List.of(
                Layers.gaussianNoise(0.1),
                Layers.gaussianDropout(0.5),
                Layers.alphaDropout(0.5),
                Layers.activityRegularization().l2(0.1))) {
            assertEquals("(5, 4) masked", infer(spec, masked(5, 4)));
            assertEquals("(time, c)", infer(spec, named("time", "c")));
        }
    }

    @Test
    void wrongUsesAreTold() {
        assertEquals(
                "GaussianNoise needs an input of float32: 'x0' is int32",
                infer(Layers.gaussianNoise(0.1), TensorType.floats(5).withDtype(DType.INT32)));
        assertEquals(
                "AlphaDropout has noiseShape = {1, 3}: must be one entry an axis of (5, 4), each 1, -1 or the axis's size",
                infer(Layers.alphaDropout(0.1).noiseShape(1, 3), TensorType.floats(5, 4)));
    }

    @Test
    void attributesAreChecked() {
        assertEquals(
                List.of("GaussianNoise has value = 1.5: must be between 0 and 1"), validate(Layers.gaussianNoise(1.5)));
        assertEquals(
                List.of("GaussianDropout has value = 1.0: must be at least 0 and below 1"),
                validate(Layers.gaussianDropout(1)));
        assertEquals(
                List.of("AlphaDropout has value = 1.0: must be at least 0 and below 1"),
                validate(Layers.alphaDropout(1)));
        assertEquals(
                List.of("ActivityRegularization has l1 = -0.1: must be at least 0"),
                validate(Layers.activityRegularization().l1(-0.1)));
        assertEquals(
                List.of("ActivityRegularization has l2 = -1.0: must be at least 0"),
                validate(Layers.activityRegularization().l2(-1)));
    }
}
