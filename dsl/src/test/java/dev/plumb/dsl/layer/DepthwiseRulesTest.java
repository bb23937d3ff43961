package dev.plumb.dsl.layer;

import static dev.plumb.dsl.ActivationFunction.GLU;
import static dev.plumb.dsl.Padding.CAUSAL;
import static dev.plumb.dsl.Padding.SAME;
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

/** Shapes, weights and refusals of depthwise and separable convolutions. */
final class DepthwiseRulesTest {

    private static LayerSpec depthwise(Object... attributes) {
        return ByName.layer(DepthwiseConv2DLayer.DEFINITION, attributes);
    }

    @Test
    void eachChannelHasFiltersOfItsOwn() {
        LayerSpec twice = depthwise("kernelSize", 3, "depthMultiplier", 2);
        assertEquals("(6, 6, 10)", infer(twice, TensorType.floats(8, 8, 5)));
        assertEquals("kernel (3, 3, 5, 2), bias (10): 100", weights(twice, TensorType.floats(8, 8, 5)));
        assertEquals(
                "kernel (3, 2, 5, 1): 30",
                weights(depthwise("kernelSize", List.of(3, 2), "useBias", false), TensorType.floats(8, 8, 5)));
    }

    @Test
    void aSeparableConvolutionMixesTheChannelsAfterwards() {
        LayerSpec golden = Layers.separableConv2D(64, 3).padding(SAME);
        assertEquals("(16, 16, 64)", infer(golden, TensorType.floats(16, 16, 32)));
        assertEquals(
                "depthwise_kernel (3, 3, 32, 1), pointwise_kernel (1, 1, 32, 64), bias (64): 2400",
                weights(golden, TensorType.floats(16, 16, 32)));
        LayerSpec twice = Layers.separableConv2D(4, 3).depthMultiplier(2).activation(GLU);
        assertEquals("(h-2, w-2, 2)", infer(twice, named("h", "w", "3")));
        assertEquals(
                "depthwise_kernel (3, 3, 3, 2), pointwise_kernel (1, 1, 6, 4), bias (4): 82",
                weights(twice, named("h", "w", "3")));
        assertEquals(
                List.of(
                        "SeparableConv2D has filters = 0: must be at least 1",
                        "SeparableConv2D has depthMultiplier = -1: must be at least 1"),
                validate(Layers.separableConv2D(0, 3).depthMultiplier(-1)));
    }

    @Test
    void heightAndWidthMayBeUnknownButChannelsMayNot() {
        assertEquals("(h-2, w-2, 3)", infer(depthwise("kernelSize", 3), named("h", "w", "3")));
        assertEquals(
                "((h+1)/2, 4, 6)",
                infer(
                        depthwise("kernelSize", 3, "strides", 2, "padding", SAME, "depthMultiplier", 2),
                        named("h", "8", "3")));
        assertEquals(
                "DepthwiseConv2D needs to know the size of axis -1 (the kernel has that many channels): 'x0' is (8, 8, c)",
                infer(depthwise("kernelSize", 3), named("8", "8", "c")));
    }

    @Test
    void sequencesAreConvolvedLikeImages() {
        LayerSpec depthwise = Layers.depthwiseConv1D(3).depthMultiplier(2);
        assertEquals("(time-2, 10)", infer(depthwise, named("time", "5")));
        assertEquals("kernel (3, 5, 2), bias (10): 40", weights(depthwise, named("time", "5")));
        LayerSpec separable = Layers.separableConv1D(4, 3).padding(SAME);
        assertEquals("(time, 4)", infer(separable, named("time", "5")));
        assertEquals(
                "depthwise_kernel (3, 5, 1), pointwise_kernel (1, 5, 4), bias (4): 39",
                weights(separable, named("time", "5")));
        assertEquals(
                List.of("DepthwiseConv1D has padding = CAUSAL: must be VALID or SAME: only Conv1D can be CAUSAL"),
                validate(Layers.depthwiseConv1D(3).padding(CAUSAL)));
        assertEquals(
                "SeparableConv1D needs an input of rank 2 (time, channels): 'x0' has rank 3, (8, 8, 3)",
                infer(separable, TensorType.floats(8, 8, 3)));
    }

    @Test
    void aMaskEndsHere() {
        assertEquals("(5, 5, 2)", infer(depthwise("kernelSize", 1), masked(5, 5, 2)));
    }

    @Test
    void inputsThatDoNotFitAreToldAsForAnyConvolution() {
        assertEquals(
                "DepthwiseConv2D needs an input of rank 3 (height, width, channels): 'x0' has rank 0, ()",
                infer(depthwise("kernelSize", 3), TensorType.floats()));
        assertEquals(
                "DepthwiseConv2D needs an input of float32: 'x0' is int32",
                infer(depthwise("kernelSize", 3), TensorType.floats(8, 8, 3).withDtype(DType.INT32)));
        assertEquals(
                "DepthwiseConv2D leaves nothing of the height of 'x0', (3, 8, 3): (height - window) / stride + 1 = (3 - 5) / 1 + 1 = -1",
                infer(depthwise("kernelSize", 3, "dilationRate", 2), TensorType.floats(3, 8, 3)));
        assertEquals(
                "DepthwiseConv2D needs the last axis of its result divisible by 2: 'x0' is (8, 8, 3), 3 is not",
                infer(depthwise("kernelSize", 3, "activation", GLU), TensorType.floats(8, 8, 3)));
        assertEquals(
                "(6, 6, 3)",
                infer(depthwise("kernelSize", 3, "activation", GLU, "depthMultiplier", 2), TensorType.floats(8, 8, 3)));
    }

    @Test
    void attributesAreChecked() {
        assertEquals(List.of(), validate(depthwise("kernelSize", 3, "strides", 2, "dilationRate", 2)));
        assertEquals(
                List.of("DepthwiseConv2D has depthMultiplier = 0: must be at least 1"),
                validate(depthwise("kernelSize", 3, "depthMultiplier", 0)));
        assertEquals(
                List.of("DepthwiseConv2D has strides[1] = 0: must be at least 1"),
                validate(depthwise("kernelSize", 3, "strides", List.of(1, 0))));
        assertEquals(
                List.of("DepthwiseConv2D has padding = CAUSAL: must be VALID or SAME: only Conv1D can be CAUSAL"),
                validate(depthwise("kernelSize", 3, "padding", CAUSAL)));
    }
}
