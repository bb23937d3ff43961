package dev.plumb.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Shape;
import dev.plumb.runtime.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
