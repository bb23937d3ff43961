package dev.plumb.dsl.layer;

import static dev.plumb.dsl.Padding.CAUSAL;
import static dev.plumb.dsl.Padding.SAME;
import static dev.plumb.dsl.layer.RuleAnswers.infer;
import static dev.plumb.dsl.layer.RuleAnswers.masked;
import static dev.plumb.dsl.layer.RuleAnswers.named;
import static dev.plumb.dsl.layer.RuleAnswers.validate;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Weight;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shapes, weights and refusals of convolutions. */
final class ConvolutionRulesTest {

    private static LayerSpec conv1D(Object... attributes) {
        return ByName.layer(Conv1DLayer.DEFINITION, attributes);
    }

    @Test
    void aCausalConvolutionHasTheShapeAndParametersOfKeras() {
        LayerSpec causal = conv1D("filters", 16, "kernelSize", 5, "strides", 2, "padding", CAUSAL);
        TensorType input = TensorType.floats(11, 3);
        assertEquals("(6, 16)", infer(causal, input));
        List<Weight> weights = causal.weights(List.of(input));
        assertEquals(
                List.of("kernel", "bias"), weights.stream().map(Weight::name).toList());
        assertEquals(256, weights.stream().mapToLong(Weight::parameters).sum());
    }

    @Test
    void timeMayBeUnknownButChannelsMayNot() {
        assertEquals("(time-2, 4)", infer(conv1D("filters", 4, "kernelSize", 3), named("time", "8")));
        assertEquals("(time, 4)", infer(conv1D("filters", 4, "kernelSize", 3, "padding", CAUSAL), named("time", "8")));
        assertEquals(
                "Conv1D needs to know the size of axis -1 (the kernel has that many channels): 'x0' is (8, features)",
                infer(conv1D("filters", 4, "kernelSize", 3), named("8", "features")));
    }

    @Test
    void aMaskEndsAtAConvolution() {
        assertEquals("(5, 4)", infer(conv1D("filters", 4, "kernelSize", 3, "padding", SAME), masked(5, 2)));
    }

    @Test
    void attributesAreChecked() {
        assertEquals(List.of(), validate(conv1D("filters", 4, "kernelSize", 3, "padding", CAUSAL)));
        assertEquals(
                List.of("Conv1D has kernelSize = {3, 3}: must be one size"),
                validate(conv1D("filters", 4, "kernelSize", List.of(3, 3))));
        assertEquals(
                List.of("Conv1D has dilationRate = 2: must be 1 where strides are above 1"),
                validate(conv1D("filters", 4, "kernelSize", 3, "strides", 2, "dilationRate", 2)));
        assertEquals(
                List.of("Conv2D has padding = CAUSAL: must be VALID or SAME: only Conv1D can be CAUSAL"),
                validate(Layers.conv2D(4, 3).padding(CAUSAL)));
        assertEquals(
                List.of("Conv1D has groups = 3: must be a divisor of filters = 4"),
                validate(conv1D("filters", 4, "kernelSize", 3, "groups", 3)));
    }

    @Test
    void channelsHaveToSplitIntoGroups() {
        assertEquals(
                "Conv1D needs the number of channels divisible by 2: 'x0' is (5, 3), 3 is not",
                infer(conv1D("filters", 4, "kernelSize", 3, "groups", 2), TensorType.floats(5, 3)));
    }
}
