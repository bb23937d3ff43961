package dev.plumb.dsl.layer;

import static dev.plumb.dsl.layer.RuleAnswers.infer;
import static dev.plumb.dsl.layer.RuleAnswers.masked;
import static dev.plumb.dsl.layer.RuleAnswers.named;
import static dev.plumb.dsl.layer.RuleAnswers.validate;
import static dev.plumb.dsl.layer.RuleAnswers.weights;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shapes, weights and refusals of GroupNormalization. */
final class GroupNormalizationRulesTest {

    private static LayerSpec groups(int groups, Object... others) {
        Object[] attributes = new Object[others.length + 2];
        attributes[0] = "groups";
        attributes[1] = groups;
        System.arraycopy(others, 0, attributes, 2, others.length);
        return ByName.layer(GroupNormalizationLayer.DEFINITION, attributes);
    }

    @Test
    void gammaAndBetaHaveOneElementAChannel() {
        assertEquals("gamma (32), beta (32): 64", weights(groups(8), TensorType.floats(4, 4, 32)));
        assertEquals("gamma (4), beta (4): 8", weights(groups(-1, "axis", 1), TensorType.floats(4, 5, 6)));
        assertEquals("beta (32): 32", weights(groups(8, "scale", false), TensorType.floats(4, 4, 32)));
    }

    @Test
    void shapeAndMaskAreKept() {
        assertEquals("(5, 4) masked", infer(groups(2), masked(5, 4)));
        assertEquals("(h, w, 64)", infer(Layers.groupNormalization(), named("h", "w", "64")));
        assertEquals("(4, w)", infer(groups(2, "axis", -2), named("4", "w")));
    }

    @Test
    void channelsHaveToSplitIntoGroups() {
        assertEquals(
                "GroupNormalization needs the number of channels divisible by 32: 'x0' is (4, 4, 16), 16 is not",
                infer(Layers.groupNormalization(), TensorType.floats(4, 4, 16)));
        assertEquals(
                "GroupNormalization needs the number of channels divisible by 3: 'x0' is (6, 4, 16), 4 is not",
                infer(groups(3, "axis", 2), TensorType.floats(6, 4, 16)));
    }

    @Test
    void theAxisHasToBeThereAndKnown() {
        assertEquals(
                "GroupNormalization has axis = 4: must be from 1 to 3 or from -3 to -1",
                infer(groups(2, "axis", 4), TensorType.floats(4, 4, 16)));
        assertEquals(
                "GroupNormalization needs to know the size of axis -1 (gamma and beta have that many elements): 'x0' is (4,"
                        + " c)",
                infer(groups(-1), named("4", "c")));
    }

    @Test
    void attributesAreChecked() {
        assertEquals(List.of(), validate(groups(-1)));
        assertEquals(
                List.of("GroupNormalization has groups = 0: must be at least 1, or -1 for a group a channel"),
                validate(groups(0)));
        assertEquals(
                List.of("GroupNormalization has axis = 0: must be another axis than the batch axis"),
                validate(groups(2, "axis", 0)));
        assertEquals(
                List.of("GroupNormalization has epsilon = 0.0: must be above 0"), validate(groups(2, "epsilon", 0.0)));
    }
}
