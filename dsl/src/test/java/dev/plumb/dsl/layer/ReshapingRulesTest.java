package dev.plumb.dsl.layer;

import static dev.plumb.dsl.layer.RuleAnswers.infer;
import static dev.plumb.dsl.layer.RuleAnswers.masked;
import static dev.plumb.dsl.layer.RuleAnswers.named;
import static dev.plumb.dsl.layer.RuleAnswers.validate;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.graph.shape.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shapes, masks and refusals of Permute, RepeatVector, ZeroPadding2D, Cropping2D, UpSampling2D and LeakyReLU. */
final class ReshapingRulesTest {

    @Test
    void shapesAreThoseOfKeras() {
        assertEquals("(64, 10)", infer(Layers.permute(2, 1), TensorType.floats(10, 64)));
        assertEquals("(4, 2, 3)", infer(Layers.permute(3, 1, 2), TensorType.floats(2, 3, 4)));
        assertEquals("(3, 32)", infer(Layers.repeatVector(3), TensorType.floats(32)));
        assertEquals("(6, 10, 1)", infer(Layers.zeroPadding2D().value(1, 0, 2, 3), TensorType.floats(5, 5, 1)));
        assertEquals("(7, 9, 1)", infer(Layers.zeroPadding2D().value(1, 2), TensorType.floats(5, 5, 1)));
        assertEquals("(7, 7, 1)", infer(Layers.zeroPadding2D(), TensorType.floats(5, 5, 1)));
        assertEquals("(4, 2, 1)", infer(Layers.cropping2D().value(1, 0, 2, 1), TensorType.floats(5, 5, 1)));
        assertEquals("(5, 5, 1)", infer(Layers.cropping2D(), TensorType.floats(5, 5, 1)));
        assertEquals("(10, 15, 1)", infer(Layers.upSampling2D().value(2, 3), TensorType.floats(5, 5, 1)));
    }

    @Test
    void namedAxesStayExact() {
        assertEquals("(8, time)", infer(Layers.permute(2, 1), named("time", "8")));
        assertEquals("(h+2, w+2, 3)", infer(Layers.zeroPadding2D(), named("h", "w", "3")));
        assertEquals("(h-2, w-4, 3)", infer(Layers.cropping2D().value(1, 2), named("h", "w", "3")));
        assertEquals("(2*h, 2*w, 3)", infer(Layers.upSampling2D(), named("h", "w", "3")));
    }

    @Test
    void onlyTheActivationKeepsAMask() {
        assertEquals("(5, 4) masked", infer(Layers.leakyReLU(), masked(5, 4)));
        assertEquals("(4, 5)", infer(Layers.permute(2, 1), masked(5, 4)));
        assertEquals("(7, 8, 1)", infer(Layers.zeroPadding2D(), masked(5, 6, 1)));
        assertEquals("(5, 6, 1)", infer(Layers.cropping2D(), masked(5, 6, 1)));
        assertEquals("(10, 12, 1)", infer(Layers.upSampling2D(), masked(5, 6, 1)));
    }

    @Test
    void aCropThatLeavesNothingIsToldWithItsNumbers() {
        assertEquals(
                "Cropping2D leaves nothing of the width of 'x0', (5, 3, 1): width - left - right = 3 - 2 - 1 = 0",
                infer(Layers.cropping2D().value(1, 1, 2, 1), TensorType.floats(5, 3, 1)));
    }

    @Test
    void theRankHasToFit() {
        assertEquals(
                "Permute needs an input of rank 2 (the axes that it permutes): 'x0' has rank 3, (2, 3, 4)",
                infer(Layers.permute(2, 1), TensorType.floats(2, 3, 4)));
        assertEquals(
                "RepeatVector needs an input of rank 1 (features): 'x0' has rank 2, (3, 4)",
                infer(Layers.repeatVector(2), TensorType.floats(3, 4)));
        assertEquals(
                "UpSampling2D needs an input of rank 3 (height, width, channels): 'x0' has rank 2, (3, 4)",
                infer(Layers.upSampling2D(), TensorType.floats(3, 4)));
    }

    @Test
    void attributesAreChecked() {
        assertEquals(
                List.of("Permute has value = {2, 2}: must be each axis once, from 1 to the rank of the input"),
                validate(Layers.permute(2, 2)));
        assertEquals(
                List.of("Permute has value = {0, 1}: must be each axis once, from 1 to the rank of the input"),
                validate(Layers.permute(0, 1)));
        assertEquals(List.of("RepeatVector has value = 0: must be at least 1"), validate(Layers.repeatVector(0)));
        assertEquals(
                List.of(
                        "ZeroPadding2D has value = {1, 2, 3}: must be one number, {height, width} or {top, bottom, left,"
                                + " right}"),
                validate(Layers.zeroPadding2D().value(1, 2, 3)));
        assertEquals(
                List.of("Cropping2D has value = {1, -1}: must be at least 0 on each side"),
                validate(Layers.cropping2D().value(1, -1)));
        assertEquals(
                List.of("LeakyReLU has value = -0.1: must be at least 0"),
                validate(Layers.leakyReLU().value(-0.1)));
    }
}
