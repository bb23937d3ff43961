package dev.plumb.dsl.layer;

import static dev.plumb.dsl.Padding.CAUSAL;
import static dev.plumb.dsl.Padding.SAME;
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

/** Shapes, masks and refusals of layers over time and over volumes: paddings, croppings, upsamplings, adaptive poolings, convolutions. */
final class SpatialRulesTest {
    private static final TensorType VOLUME = TensorType.floats(5, 6, 7, 2);

    @Test
    void marginsAreThoseOfKeras() {
        assertEquals("(7, 2)", infer(Layers.zeroPadding1D(), TensorType.floats(5, 2)));
        assertEquals("(8, 2)", infer(Layers.zeroPadding1D().value(1, 2), TensorType.floats(5, 2)));
        assertEquals("(2, 2)", infer(Layers.cropping1D().value(1, 2), TensorType.floats(5, 2)));
        assertEquals("(7, 8, 9, 2)", infer(Layers.zeroPadding3D(), VOLUME));
        assertEquals("(7, 10, 13, 2)", infer(Layers.zeroPadding3D().value(1, 2, 3), VOLUME));
        assertEquals("(6, 8, 10, 2)", infer(Layers.zeroPadding3D().value(1, 0, 0, 2, 1, 2), VOLUME));
        assertEquals("(3, 4, 5, 2)", infer(Layers.cropping3D(), VOLUME));
        assertEquals("(4, 4, 4, 2)", infer(Layers.cropping3D().value(1, 0, 0, 2, 1, 2), VOLUME));
    }

    @Test
    void factorsMultiply() {
        assertEquals("(15, 2)", infer(Layers.upSampling1D().value(3), TensorType.floats(5, 2)));
        assertEquals("(10, 12, 14, 2)", infer(Layers.upSampling3D(), VOLUME));
        assertEquals("(10, 6, 21, 2)", infer(Layers.upSampling3D().value(2, 1, 3), VOLUME));
    }

    @Test
    void adaptivePoolingsHaveTheSizeThatTheyState() {
        assertEquals("(3, 8)", infer(Layers.adaptiveAveragePooling1D(3), named("time", "8")));
        assertEquals("(7, 7, c)", infer(Layers.adaptiveMaxPooling2D(7), named("h", "w", "c")));
        assertEquals("(1, 2, 3, 2)", infer(Layers.adaptiveAveragePooling3D(1, 2, 3), VOLUME));
    }

    @Test
    void volumesAreConvolvedAndPooledLikeImages() {
        LayerSpec conv = Layers.conv3D(4, 3).strides(2).padding(SAME);
        assertEquals("(3, 3, 4, 4)", infer(conv, VOLUME));
        assertEquals("kernel (3, 3, 3, 2, 4), bias (4): 220", weights(conv, VOLUME));
        LayerSpec transposed = Layers.conv3DTranspose(4, 3).strides(2).padding(SAME);
        assertEquals("(10, 12, 14, 4)", infer(transposed, VOLUME));
        assertEquals("kernel (3, 3, 3, 4, 2), bias (4): 220", weights(transposed, VOLUME));
        assertEquals("(2, 3, 3, 2)", infer(Layers.maxPooling3D(), VOLUME));
        assertEquals("(2, 3, 3, 2)", infer(Layers.averagePooling3D(2), VOLUME));
        assertEquals("(2)", infer(Layers.globalMaxPooling3D(), VOLUME));
        assertEquals("(1, 1, 1, 2)", infer(Layers.globalAveragePooling3D().keepdims(true), VOLUME));
    }

    @Test
    void namedAxesStayExact() {
        assertEquals("(time+2, 2)", infer(Layers.zeroPadding1D(), named("time", "2")));
        assertEquals("(time-2, 2)", infer(Layers.cropping1D(), named("time", "2")));
        assertEquals("(2*d, 2*h, 2*w, 3)", infer(Layers.upSampling3D(), named("d", "h", "w", "3")));
        assertEquals("(d-2, h-2, w-2, 3)", infer(Layers.conv3D(3, 3), named("d", "h", "w", "3")));
    }

    @Test
    void noneKeepsAMask() {
        for (LayerSpec spec : List.of(
                Layers.zeroPadding1D().value(0),
                Layers.cropping1D().value(0),
                Layers.upSampling1D().value(1),
                Layers.adaptiveMaxPooling1D(5))) {
            assertEquals("(5, 4)", infer(spec, masked(5, 4)));
        }
    }

    @Test
    void wrongUsesAreTold() {
        assertEquals(
                "Cropping3D leaves nothing of the height of 'x0', (5, 6, 7, 2): height - top - bottom = 6 - 3 - 3 = 0",
                infer(Layers.cropping3D().value(1, 3, 1), VOLUME));
        assertEquals(
                "Cropping1D leaves nothing of the time of 'x0', (2, 3): time - left - right = 2 - 1 - 1 = 0",
                infer(Layers.cropping1D(), TensorType.floats(2, 3)));
        assertEquals(
                "Conv3D leaves nothing of the depth of 'x0', (2, 9, 9, 1): (depth - window) / stride + 1 = (2 - 3) / 1 + 1 = 0",
                infer(Layers.conv3D(4, 3), TensorType.floats(2, 9, 9, 1)));
        assertEquals(
                "ZeroPadding3D needs an input of rank 4 (depth, height, width, channels): 'x0' has rank 3, (5, 5, 1)",
                infer(Layers.zeroPadding3D(), TensorType.floats(5, 5, 1)));
        assertEquals(
                "UpSampling1D needs an input of rank 2 (time, channels): 'x0' has rank 1, (5)",
                infer(Layers.upSampling1D(), TensorType.floats(5)));
        assertEquals(
                "AdaptiveMaxPooling2D needs an input of rank 3 (height, width, channels): 'x0' has rank 2, (5, 5)",
                infer(Layers.adaptiveMaxPooling2D(2), TensorType.floats(5, 5)));
    }

    @Test
    void attributesAreChecked() {
        assertEquals(
                List.of("ZeroPadding1D has value = {1, 2, 3}: must be one number or {left, right}"),
                validate(Layers.zeroPadding1D().value(1, 2, 3)));
        assertEquals(
                List.of(
                        "Cropping3D has value = {1, 2}: must be one number, {depth, height, width} or {front, back, top, bottom,"
                                + " left, right}"),
                validate(Layers.cropping3D().value(1, 2)));
        assertEquals(
                List.of("ZeroPadding3D has value = -1: must be at least 0 on each side"),
                validate(Layers.zeroPadding3D().value(-1)));
        assertEquals(
                List.of("UpSampling1D has value = {2, 2}: must be one size"),
                validate(Layers.upSampling1D().value(2, 2)));
        assertEquals(
                List.of("UpSampling3D has value = 0: must be at least 1"),
                validate(Layers.upSampling3D().value(0)));
        assertEquals(
                List.of("AdaptiveAveragePooling3D has outputSize[1] = 0: must be at least 1"),
                validate(Layers.adaptiveAveragePooling3D(1, 0, 2)));
        assertEquals(
                List.of("Conv3D has padding = CAUSAL: must be VALID or SAME: only Conv1D can be CAUSAL"),
                validate(Layers.conv3D(4, 3).padding(CAUSAL)));
        assertEquals(
                List.of("Conv3DTranspose has outputPadding = 2: must be below strides = 2"),
                validate(Layers.conv3DTranspose(4, 3).strides(2).outputPadding(2)));
    }
}
