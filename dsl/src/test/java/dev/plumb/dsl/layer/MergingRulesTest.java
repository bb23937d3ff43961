package dev.plumb.dsl.layer;

import static dev.plumb.dsl.layer.RuleAnswers.infer;
import static dev.plumb.dsl.layer.RuleAnswers.masked;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shapes and masks of layers that merge their inputs element by element. */
final class MergingRulesTest {
    private static final List<LayerSpec> ELEMENTWISE = List.of(
            Layers.add(), Layers.subtract(), Layers.multiply(), Layers.average(), Layers.maximum(), Layers.minimum());

    @Test
    void shapesBroadcastFromTheLastAxis() {
        for (LayerSpec spec : ELEMENTWISE) {
            assertEquals("(7, 4)", infer(spec, TensorType.floats(4), TensorType.floats(7, 4)));
            assertEquals("(3, 4)", infer(spec, TensorType.floats(3, 1), TensorType.floats(1, 4)));
        }
    }

    @Test
    void otherShapesAreRefused() {
        for (LayerSpec spec : ELEMENTWISE) {
            assertEquals(
                    spec.layerName() + " needs inputs of one shape: 'x0' is (64), 'x1' is (32)",
                    infer(spec, TensorType.floats(64), TensorType.floats(32)));
        }
    }

    @Test
    void theResultIsMaskedIfEveryInputIs() {
        for (LayerSpec spec : ELEMENTWISE) {
            assertEquals("(5, 4) masked", infer(spec, masked(5, 4), masked(5, 4)));
            assertEquals("(5, 4)", infer(spec, masked(5, 4), TensorType.floats(5, 4)));
            assertEquals("(5, 4)", infer(spec, TensorType.floats(5, 4), masked(5, 4)));
        }
    }

    @Test
    void oneInputIsNothingToMergeAndASubtractionTakesTwo() {
        for (LayerSpec spec : ELEMENTWISE) {
            assertTrue(spec.arity().accepts(2));
            assertFalse(spec.arity().accepts(1));
            assertEquals(!(spec instanceof SubtractLayer), spec.arity().accepts(3));
        }
    }
}
