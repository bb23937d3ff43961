package dev.plumb.dsl.layer;

import static dev.plumb.dsl.layer.RuleAnswers.infer;
import static dev.plumb.dsl.layer.RuleAnswers.masked;
import static dev.plumb.dsl.layer.RuleAnswers.named;
import static dev.plumb.dsl.layer.RuleAnswers.validate;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.Interpolation;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shapes, masks and refusals of layers that prepare and vary images. */
final class ImageRulesTest {
    private static final TensorType IMAGE = TensorType.floats(6, 8, 3);

    @Test
    void sizedImagesHaveTheSizeThatIsStated() {
        for (LayerSpec spec : List.of(Layers.resizing(4, 5), Layers.centerCrop(4, 5))) {
            assertEquals("(4, 5, 3)", infer(spec, IMAGE));
            assertEquals("(4, 5, c)", infer(spec, named("h", "w", "c")));
        }
    }

    @Test
    void noneKeepsAMask() {
        for (LayerSpec spec : List.of(Layers.resizing(4, 5), Layers.centerCrop(4, 5))) {
            assertEquals("(4, 5, 3)", infer(spec, masked(6, 8, 3)));
        }
    }

    @Test
    void imagesHaveThreeAxesOfFloats() {
        assertEquals(
                "Resizing needs an input of rank 3 (height, width, channels): 'x0' has rank 2, (6, 8)",
                infer(Layers.resizing(4, 5), TensorType.floats(6, 8)));
        assertEquals(
                "CenterCrop needs an input of float32: 'x0' is int32",
                infer(Layers.centerCrop(4, 5), IMAGE.withDtype(DType.INT32)));
    }

    @Test
    void attributesOfSizesAreChecked() {
        assertEquals(
                List.of("Resizing has height = 0: must be at least 1", "Resizing has width = -1: must be at least 1"),
                validate(Layers.resizing(0, -1)));
        assertEquals(
                List.of("Resizing has interpolation = BICUBIC: must be NEAREST or BILINEAR: the others are not"
                        + " supported yet"),
                validate(Layers.resizing(4, 5).interpolation(Interpolation.BICUBIC)));
        assertEquals(
                List.of("Resizing has padToAspectRatio = true: must be false where cropToAspectRatio is true"),
                validate(Layers.resizing(4, 5).cropToAspectRatio(true).padToAspectRatio(true)));
        assertEquals(List.of("CenterCrop has width = 0: must be at least 1"), validate(Layers.centerCrop(4, 0)));
    }
}
