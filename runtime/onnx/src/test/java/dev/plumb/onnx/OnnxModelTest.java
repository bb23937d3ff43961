package dev.plumb.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.runtime.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands in the files. */
final class OnnxModelTest {
    @TempDir
    private Path folder;

    private static Network reader() {
        GraphBuilder g = GraphBuilder.named("Reader");
        Wire x = g.input("x", Shape.parse("time", "8"), DType.FLOAT32);
        Wire read = g.apply("read", Layers.lstm(16).returnSequences(true), x);
        Wire normal = g.apply("normal", Layers.layerNormalization(), read);
        return Network.create(
                g.output(g.apply("scores", Layers.dense(3), normal)).build(), 1);
    }

    @Test
    void aRecurrentLayerAndANormalizationAreANodeEach() {
        List<String> nodes = OnnxModel.of(reader()).nodes();
        assertEquals(1, nodes.stream().filter("LSTM"::equals).count(), nodes.toString());
        assertEquals(1, nodes.stream().filter("LayerNormalization"::equals).count(), nodes.toString());
    }

    private static Network single(LayerSpec layer, Shape shape) {
        GraphBuilder g = GraphBuilder.named("Single");
        Wire x = g.input("x", shape, DType.FLOAT32);
        List<Wire> inputs = Collections.nCopies(layer.inputNames().isEmpty() ? 1 : 2, x);
        return Network.create(
                g.output(g.apply("layer", layer, inputs.toArray(Wire[]::new))).build(), 1);
    }

    static List<Arguments> wholeLayers() {
        return List.of(
                Arguments.of(Layers.batchNormalization(), "BatchNormalization", 18),
                Arguments.of(Layers.timeDistributed(Layers.batchNormalization()), "BatchNormalization", 18),
                Arguments.of(Layers.layerNormalization(), "LayerNormalization", 18),
                Arguments.of(Layers.groupNormalization().groups(-1), "InstanceNormalization", 18),
                Arguments.of(Layers.groupNormalization().groups(2), "GroupNormalization", 21),
                Arguments.of(Layers.rmsNormalization(), "RMSNormalization", 23),
                Arguments.of(Layers.multiHeadAttention(2, 3), "Attention", 23),
                Arguments.of(Layers.multiHeadAttention(2, 3).dropout(0.1).useCausalMask(true), "Attention", 23),
                Arguments.of(Layers.groupQueryAttention(3, 4, 2), "Attention", 23));
    }

    @ParameterizedTest
    @MethodSource("wholeLayers")
    void aLayerThatOnnxHasIsANodeAndTheOpsetIsTheLowest(LayerSpec layer, String node, int opset) {
        OnnxModel model = OnnxModel.of(single(layer, Shape.parse("time", "8")));
        List<String> nodes = new ArrayList<>(model.nodes());
        assertTrue(nodes.remove(node), node + " in " + nodes);
        nodes.removeAll(List.of("Transpose", "Reshape", "Identity", "ConstantOfShape", "Shape", "Concat", "Slice"));
        if (node.equals("Attention")) {
            nodes.removeAll(List.of("MatMul", "Add")); // projections
        }
        assertEquals(List.of(), nodes);
        assertEquals(opset, model.opset());
    }

    @Test
    void axesHaveTheirNames() throws IOException {
        ModelProto model = ModelProto.parseFrom(OnnxModel.of(reader()).toBytes());
        assertEquals(18, model.getOpsetImport(0).getVersion());
        assertEquals(
                List.of("batch", "time", ""),
                model.getGraph().getInput(0).getType().getTensorType().getShape().getDimList().stream()
                        .map(dim -> dim.getDimParam())
                        .toList());
        assertEquals("scores", model.getGraph().getOutput(0).getName());
        assertTrue(model.getGraph().getInitializerList().stream()
                .anyMatch(array -> array.getName().equals("read/recurrent_kernel")));
    }

    @Test
    void weightsThatAreTooLargeStandInAFileOfTheirOwn() throws IOException {
        Path file = folder.resolve("reader.onnx");
        OnnxModel.of(reader()).write(file, 0);
        TensorProto kernel = ModelProto.parseFrom(Files.readAllBytes(file)).getGraph().getInitializerList().stream()
                .filter(array -> array.getName().equals("read/recurrent_kernel"))
                .findFirst()
                .orElseThrow();
        assertEquals(TensorProto.DataLocation.EXTERNAL, kernel.getDataLocation());
        assertEquals("reader.onnx.data", kernel.getExternalData(0).getValue());
        assertTrue(Files.size(folder.resolve("reader.onnx.data")) >= 16 * 64 * Float.BYTES);
    }

    /** In ONNX no run knows the one before. */
    @Test
    void layersThatGoOnFromBatchToBatchAreRefused() {
        LayerSpec inner = Layers.gru(3).stateful(true);
        for (LayerSpec layer : List.of(Layers.lstm(3).stateful(true), inner, Layers.bidirectional(inner))) {
            GraphBuilder g = GraphBuilder.named("Single");
            Network network = Network.create(
                    g.output(g.apply("layer", layer, g.input("x", 4, 2))).build(), 1);
            assertEquals(
                    "layer 'layer' of model 'Single' is stateful, and in ONNX nothing is kept from one run to the next:"
                            + " let it take its states as inputs and give them as outputs, with returnState = true",
                    assertThrows(IllegalArgumentException.class, () -> OnnxModel.of(network))
                            .getMessage());
        }
    }
}
