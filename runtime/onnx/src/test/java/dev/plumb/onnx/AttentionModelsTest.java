package dev.plumb.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.onnx.read.TensorLayout;
import dev.plumb.runtime.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Attention of several heads computes here what ONNX Runtime makes of it, and is one layer with the projections around it. */
final class AttentionModelsTest {
    private static final double TOLERANCE = 1e-5;

    /** What these models are made of here. */
    private static final Map<String, List<String>> LAYERS = Map.of(
            "flat", List.of("y = MultiHeadAttention(numHeads = 2, keyDim = 4, useBias = false)"),
            "encoder_block",
                    List.of(
                            "self_attn_found = MultiHeadAttention(numHeads = 2, keyDim = 4)",
                            "sum = Add",
                            "y = Activation(RELU)"),
            "grouped_decoder_block",
                    List.of("found = GroupQueryAttention(headDim = 2, numQueryHeads = 4, numKeyValueHeads = 2, useBias"
                            + " = false, useCausalMask = true)"),
            "mask_that_is_a_window",
                    List.of("y = MultiHeadAttention(numHeads = 2, keyDim = 4, useBias = false, slidingWindow = 3)"),
            "mask_that_is_added",
                    List.of("y = MultiHeadAttention(numHeads = 2, keyDim = 4, useBias = false, useCausalMask ="
                            + " true)"));

    @TempDir
    Path folder;

    static List<OnnxFixture> models() throws IOException {
        return OnnxFixture.ofAttention();
    }

    @ParameterizedTest
    @MethodSource("models")
    void computesTheSame(OnnxFixture fixture) throws IOException {
        OnnxImport model = OnnxImport.read(fixture.in(folder));
        Network network = model.network();
        INDArray output =
                network.predict(laid(fixture.inputs(), model.inputs())).get(0);
        INDArray known = laid(fixture.outputs(), model.outputs()).get(0);
        assertArrayEquals(known.shape(), output.shape());
        double difference = output.sub(known).amaxNumber().doubleValue();
        assertTrue(difference <= TOLERANCE, fixture + " differs by " + difference);
        List<String> layers = network.graph().nodes().stream()
                .map(node -> node.name() + " = " + node.spec().describe())
                .toList();
        assertEquals(LAYERS.getOrDefault(fixture.name(), layers), layers);
    }

    private static List<INDArray> laid(List<INDArray> arrays, List<TensorLayout> layouts) {
        return OnnxFixture.laid(arrays, layouts.stream().map(TensorLayout::axes).toList());
    }

    @Test
    void thereAreManyModels() throws IOException {
        assertTrue(models().size() >= 12, "only " + models().size());
        assertTrue(models().stream().map(OnnxFixture::name).toList().containsAll(LAYERS.keySet()));
    }
}
