package dev.plumb.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.onnx.read.TensorLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Models that PyTorch wrote compute here what ONNX Runtime made of them. */
final class PyTorchModelsTest {
    private static final double TOLERANCE = 1e-4;

    @TempDir
    Path folder;

    static List<OnnxFixture> models() throws IOException {
        return OnnxFixture.ofPyTorch();
    }

    static List<OnnxFixture> modelsOfTheNewerExporter() throws IOException {
        return OnnxFixture.ofPyTorchDynamo();
    }

    @ParameterizedTest
    @MethodSource({"models", "modelsOfTheNewerExporter"})
    void computesTheSame(OnnxFixture fixture) throws IOException {
        OnnxImport model = OnnxImport.read(fixture.in(folder));
        List<INDArray> outputs = model.network().predict(laid(fixture.inputs(), model.inputs()));
        List<INDArray> known = laid(fixture.outputs(), model.outputs());
        assertEquals(known.size(), outputs.size());
        for (int i = 0; i < known.size(); i++) {
            assertArrayEquals(known.get(i).shape(), outputs.get(i).shape());
            double scale = Math.max(1, known.get(i).amaxNumber().doubleValue());
            double difference = outputs.get(i).sub(known.get(i)).amaxNumber().doubleValue() / scale;
            assertTrue(difference <= TOLERANCE, "output " + i + " differs by " + difference);
        }
    }

    private static List<INDArray> laid(List<INDArray> arrays, List<TensorLayout> layouts) {
        return OnnxFixture.laid(arrays, layouts.stream().map(TensorLayout::axes).toList());
    }

    @Test
    void thereAreManyModels() throws IOException {
        assertTrue(models().size() >= 20, "only " + models().size());
    }
}
