package dev.plumb.dsl.layer;

import static dev.plumb.dsl.DType.FLOAT32;
import static dev.plumb.dsl.Padding.CAUSAL;
import static dev.plumb.dsl.Padding.SAME;
import static dev.plumb.dsl.layer.RuleAnswers.infer;
import static dev.plumb.dsl.layer.RuleAnswers.masked;
import static dev.plumb.dsl.layer.RuleAnswers.named;
import static dev.plumb.dsl.layer.RuleAnswers.validate;
import static dev.plumb.dsl.layer.RuleAnswers.weights;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.SequentialBuilder;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shapes, weights and refusals of transposed convolutions. */
final class TransposedConvolutionRulesTest {

    private static LayerSpec transpose(int filters, int kernelSize, int strides, Object... others) {
        Object[] attributes = new Object[others.length + 6];
        System.arraycopy(
                new Object[] {"filters", filters, "kernelSize", kernelSize, "strides", strides}, 0, attributes, 0, 6);
        System.arraycopy(others, 0, attributes, 6, others.length);
        return ByName.layer(Conv2DTransposeLayer.DEFINITION, attributes);
    }

    @Test
    void goldenShapesAndParametersOfKeras() {
        TensorType input = TensorType.floats(7, 7, 64);
        assertEquals("(14, 14, 16)", infer(transpose(16, 3, 2, "padding", SAME), input));
        assertEquals("(15, 15, 16)", infer(transpose(16, 3, 2), input));
        assertEquals("(21, 21, 16)", infer(transpose(16, 2, 3), input));
        assertEquals("(13, 13, 16)", infer(transpose(16, 4, 2, "padding", SAME, "outputPadding", 1), input));
        assertEquals("kernel (3, 3, 16, 64), bias (16): 9232", weights(transpose(16, 3, 2), input));
        assertEquals("kernel (2, 2, 16, 64), bias (16): 4112", weights(transpose(16, 2, 3), input));
        assertEquals("kernel (4, 4, 16, 64), bias (16): 16400", weights(transpose(16, 4, 2), input));
        assertEquals("kernel (4, 4, 16, 64): 16384", weights(transpose(16, 4, 2, "useBias", false), input));
    }

    @Test
    void namedAxesStayExact() {
        assertEquals("(2*h, 2*w, 8)", infer(transpose(8, 3, 2, "padding", SAME), named("h", "w", "4")));
        assertEquals("(2*h+1, 2*w+1, 8)", infer(transpose(8, 3, 2), named("h", "w", "4")));
        assertEquals("(3*h, 3*w, 8)", infer(transpose(8, 2, 3), named("h", "w", "4")));
        assertEquals(
                "(2*h-1, 2*w, 8)",
                infer(transpose(8, 3, 2, "padding", SAME, "outputPadding", List.of(0, 1)), named("h", "w", "4")));
        assertEquals("(h+4, w+4, 8)", infer(transpose(8, 3, 1, "dilationRate", 2), named("h", "w", "4")));
        assertEquals(
                "Conv2DTranspose needs to know the size of axis -1 (the kernel has that many channels): 'x0' is (h, w, c)",
                infer(transpose(8, 3, 2), named("h", "w", "c")));
    }

    @Test
    void sequencesGrowLikeImages() {
        LayerSpec layer = Layers.conv1DTranspose(8, 3).strides(2).padding(SAME);
        assertEquals("(2*time, 8)", infer(layer, named("time", "4")));
        assertEquals("kernel (3, 8, 4), bias (8): 104", weights(layer, named("time", "4")));
        assertEquals(
                List.of("Conv1DTranspose has outputPadding = {1, 1}: must be one size"),
                validate(Layers.conv1DTranspose(8, 3).strides(2).outputPadding(1, 1)));
    }

    @Test
    void aTransposedConvolutionUndoesTheShapeOfAConvolution() {
        LayerSpec there = Layers.conv2D(8, 3);
        Graph graph = SequentialBuilder.named("ThereAndBack", Shape.parse("h", "w", "4"), FLOAT32)
                .add(there)
                .add(transpose(4, 3, 1))
                .build();
        assertEquals("(h, w, 4)", graph.outputs().get(0).type().toString());
    }

    @Test
    void aMaskEndsHereAndGluHalvesTheFilters() {
        assertEquals("(6, 6, 4)", infer(transpose(8, 2, 1, "activation", ActivationFunction.GLU), masked(5, 5, 2)));
    }

    @Test
    void anEvenWindowCanLeaveNothingOfOneCell() {
        assertEquals(
                "Conv2DTranspose leaves nothing of the height of 'x0', (1, 4, 3): (height - 1) * stride + window mod 2 +"
                        + " outputPadding = (1 - 1) * 2 + 4 mod 2 + 0 = 0",
                infer(transpose(8, 4, 2, "padding", SAME, "outputPadding", 0), TensorType.floats(1, 4, 3)));
    }

    @Test
    void theRankHasToFit() {
        assertEquals(
                "Conv2DTranspose needs an input of rank 3 (height, width, channels): 'x0' has rank 1, (100)",
                infer(transpose(8, 4, 2), TensorType.floats(100)));
    }

    @Test
    void attributesAreChecked() {
        assertEquals(List.of(), validate(transpose(8, 3, 2, "outputPadding", 1)));
        assertEquals(
                List.of("Conv2DTranspose has outputPadding = 2: must be below strides = 2"),
                validate(transpose(8, 3, 2, "outputPadding", 2)));
        assertEquals(
                List.of("Conv2DTranspose has outputPadding = {1, -1}: must be at least 0"),
                validate(transpose(8, 3, 2, "outputPadding", List.of(1, -1))));
        assertEquals(
                List.of("Conv2DTranspose has outputPadding = {0, 1, 0}: must be one size, or 2 (one an axis)"),
                validate(transpose(8, 3, 2, "outputPadding", List.of(0, 1, 0))));
        assertEquals(
                List.of("Conv2DTranspose has dilationRate = 2: must be 1 where strides are above 1"),
                validate(transpose(8, 3, 2, "dilationRate", 2)));
        assertEquals(
                List.of("Conv2DTranspose has padding = CAUSAL: must be VALID or SAME: only Conv1D can be CAUSAL"),
                validate(transpose(8, 3, 2, "padding", CAUSAL)));
    }
}
