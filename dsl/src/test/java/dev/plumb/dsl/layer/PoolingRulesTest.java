package dev.plumb.dsl.layer;

import static dev.plumb.dsl.Padding.CAUSAL;
import static dev.plumb.dsl.Padding.SAME;
import static dev.plumb.dsl.layer.RuleAnswers.infer;
import static dev.plumb.dsl.layer.RuleAnswers.masked;
import static dev.plumb.dsl.layer.RuleAnswers.named;
import static dev.plumb.dsl.layer.RuleAnswers.validate;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shapes, masks and refusals of poolings. */
final class PoolingRulesTest {

    @Test
    void poolingsStepByTheirWindowUnlessTheyStateStrides() {
        assertEquals("(3, 8)", infer(Layers.maxPooling1D(), TensorType.floats(7, 8)));
        assertEquals(
                "(4, 4, 8)", infer(Layers.averagePooling2D(3).strides(2).padding(SAME), TensorType.floats(7, 8, 8)));
        assertEquals("(3, 8)", infer(Layers.averagePooling1D(3).strides(2), TensorType.floats(7, 8)));
    }

    @Test
    void namedAxesStayExact() {
        assertEquals("(time/2, 8)", infer(Layers.maxPooling1D(), named("time", "8")));
        assertEquals("(8)", infer(Layers.globalMaxPooling1D(), named("time", "8")));
    }

    @Test
    void globalPoolingsLeaveTheChannels() {
        assertEquals("(512)", infer(Layers.globalMaxPooling2D(), TensorType.floats(7, 7, 512)));
        assertEquals("(64)", infer(Layers.globalAveragePooling1D(), TensorType.floats(10, 64)));
        assertEquals("(1, 1, 512)", infer(Layers.globalMaxPooling2D().keepdims(true), TensorType.floats(7, 7, 512)));
        assertEquals("(1, 64)", infer(Layers.globalAveragePooling1D().keepdims(true), TensorType.floats(10, 64)));
    }

    @Test
    void noPoolingPassesAMaskOn() {
        for (LayerSpec spec : List.of(
                Layers.maxPooling1D(),
                Layers.averagePooling1D(2),
                Layers.globalAveragePooling1D().keepdims(true),
                Layers.globalMaxPooling1D().keepdims(true))) {
            assertEquals(infer(spec, TensorType.floats(10, 4)), infer(spec, masked(10, 4)));
        }
    }

    @Test
    void aWindowThatLeavesNothingIsToldWithItsFormula() {
        assertEquals(
                "MaxPooling1D leaves nothing of the time of 'x0', (3, 8): (time - window) / stride + 1 = (3 - 4) / 4 + 1 = 0",
                infer(Layers.maxPooling1D().poolSize(4), TensorType.floats(3, 8)));
    }

    @Test
    void theRankHasToFit() {
        assertEquals(
                "AveragePooling1D needs an input of rank 2 (time, channels): 'x0' has rank 3, (4, 4, 3)",
                infer(Layers.averagePooling1D(2), TensorType.floats(4, 4, 3)));
        assertEquals(
                "GlobalMaxPooling2D needs an input of rank 3 (height, width, channels): 'x0' has rank 2, (4, 3)",
                infer(Layers.globalMaxPooling2D(), TensorType.floats(4, 3)));
    }

    @Test
    void attributesAreChecked() {
        assertEquals(
                List.of("AveragePooling1D has poolSize = {2, 2}: must be one size"),
                validate(Layers.averagePooling1D(2, 2)));
        assertEquals(
                List.of("AveragePooling2D has strides[1] = 0: must be at least 1"),
                validate(Layers.averagePooling2D(2).strides(1, 0)));
        assertEquals(
                List.of("MaxPooling1D has padding = CAUSAL: must be VALID or SAME: only Conv1D can be CAUSAL"),
                validate(Layers.maxPooling1D().padding(CAUSAL)));
    }

    @Test
    void anAveragePoolingStatesItsWindowAsInKeras() {
        IllegalArgumentException wrong = assertThrows(
                IllegalArgumentException.class, () -> ByName.layer(AveragePooling2DLayer.DEFINITION, "padding", SAME));
        assertEquals("AveragePooling2D needs the attribute 'poolSize'", wrong.getMessage());
    }
}
