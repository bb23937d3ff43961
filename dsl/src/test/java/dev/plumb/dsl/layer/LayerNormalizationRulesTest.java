package dev.plumb.dsl.layer;

import static dev.plumb.dsl.layer.RuleAnswers.infer;
import static dev.plumb.dsl.layer.RuleAnswers.masked;
import static dev.plumb.dsl.layer.RuleAnswers.named;
import static dev.plumb.dsl.layer.RuleAnswers.validate;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shapes, weights and refusals of LayerNormalization, RMSNormalization and UnitNormalization. */
final class LayerNormalizationRulesTest {

    private static LayerSpec over(int... axes) {
        return Layers.layerNormalization().axis(axes);
    }

    @Test
    void shapeAndMaskAreKept() {
        assertEquals("(10, 64) masked", infer(over(-1), masked(10, 64)));
        assertEquals("(time, 64)", infer(over(-1), named("time", "64")));
    }

    @Test
    void weightsHaveTheAxesInTheOrderOfTheInput() {
        List<TensorType> image = List.of(TensorType.floats(3, 4, 2));
        assertEquals(Shape.of(3, 2), over(3, 1).weights(image).get(0).shape());
        assertEquals(Shape.of(4, 2), over(-1, -2).weights(image).get(0).shape());
        assertEquals(128, RuleAnswers.parameters(over(-1), 10, 64));
    }

    @Test
    void axesHaveToBeThereOnceAndKnown() {
        assertEquals(
                "LayerNormalization has axis = 3: must be from 1 to 2 or from -2 to -1",
                infer(over(3), TensorType.floats(10, 64)));
        assertEquals(
                "LayerNormalization has axis = {1, 1}: must be each axis at most once",
                infer(over(1, 1), TensorType.floats(10, 64)));
        assertEquals(
                "LayerNormalization needs to know the size of axis 0 (gamma and beta have that many elements): 'x0' is (time,"
                        + " 64)",
                infer(over(1, 2), named("time", "64")));
    }

    @Test
    void attributesAreChecked() {
        assertEquals(
                List.of("LayerNormalization has axis = 0: must be other axes than the batch axis"), validate(over(0)));
        assertEquals(
                List.of("LayerNormalization has axis = {1, -1}: must be counted from one side, the start or the end"),
                validate(over(1, -1)));
        assertEquals(
                List.of("LayerNormalization has epsilon = 0.0: must be above 0"),
                validate(Layers.layerNormalization().epsilon(0.0)));
    }

    @Test
    void aRootMeanSquareHasAScaleAndDropsAMask() {
        LayerSpec both = Layers.rmsNormalization().axis(1, 2);
        assertEquals("(10, 64)", infer(Layers.rmsNormalization(), masked(10, 64)));
        assertEquals("scale (10, 64): 640", RuleAnswers.weights(both, TensorType.floats(10, 64)));
        assertEquals(
                "RMSNormalization needs to know the size of axis 0 (scale has that many elements): 'x0' is (time, 64)",
                infer(both, named("time", "64")));
        assertEquals(
                List.of("RMSNormalization has epsilon = -1.0: must be above 0"),
                validate(Layers.rmsNormalization().epsilon(-1)));
    }

    @Test
    void aLengthOfOneNeedsNoSizes() {
        LayerSpec both = Layers.unitNormalization().axis(1, 2);
        assertEquals("(time, c)", infer(both, named("time", "c")));
        assertEquals("(10, 64) masked", infer(Layers.unitNormalization(), masked(10, 64)));
        assertEquals(
                "UnitNormalization has axis = -3: must be from 1 to 2 or from -2 to -1",
                infer(Layers.unitNormalization().axis(-3), TensorType.floats(10, 64)));
        assertEquals(
                List.of("UnitNormalization has axis = {}: must be at least one axis"),
                validate(Layers.unitNormalization().axis(List.of())));
    }
}
