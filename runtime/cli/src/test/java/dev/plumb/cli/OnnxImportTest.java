package dev.plumb.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.plumb.onnx.OnnxImport;
import dev.plumb.onnx.read.TensorLayout;
import dev.plumb.runtime.Network;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** From an ONNX file to source, to a class, to its outputs, for each model that PyTorch wrote for the tests. */
final class OnnxImportTest {
    private static final Path ARCHIVE = Path.of("../onnx/src/test/resources/onnx/pytorch.zip");
    private static final double TOLERANCE = 1e-4;

    @TempDir
    Path folder;

    @Test
    void whatIsImportedComputesWhatOnnxRuntimeComputes() throws IOException {
        Path sources = folder.resolve("sources");
        List<String> names = names();
        assertTrue(names.size() >= 20, "only " + names.size());
        for (String name : names) {
            Ran ran =
                    Ran.plumb("import", file(name), "--package", "imported." + name, "--name", "Net", "--out", sources);
            assertEquals(0, ran.code(), name + ": " + ran.err());
        }
        Path classes = Files.createDirectories(folder.resolve("classes"));
        try (Stream<Path> files = Files.walk(sources)) {
            Compiler.compile(
                    classes,
                    files.filter(file -> file.toString().endsWith(".java")).toArray(Path[]::new));
        }
        CompiledModels compiled = new CompiledModels(List.of(classes));
        for (String name : names) {
            Network network = Network.load(
                    sources.resolve("imported").resolve(name).resolve("Net.plumb"),
                    compiled.find("imported." + name + ".Net").graph());
            OnnxImport layouts = OnnxImport.read(file(name));
            assertEquals(layouts.graph().parameters(), network.graph().parameters(), name);
            List<INDArray> outputs = network.predict(arrays(name, "input_", layouts.inputs()));
            List<INDArray> known = arrays(name, "output_", layouts.outputs());
            assertEquals(known.size(), outputs.size(), name);
            for (int i = 0; i < known.size(); i++) {
                assertArrayEquals(known.get(i).shape(), outputs.get(i).shape(), name);
                double scale = Math.max(1, known.get(i).amaxNumber().doubleValue());
                double difference =
                        outputs.get(i).sub(known.get(i)).amaxNumber().doubleValue() / scale;
                assertTrue(difference <= TOLERANCE, name + " differs by " + difference);
            }
        }
    }

    @Test
    void whatLiesOtherwiseIsSaid() throws IOException {
        Ran ran = Ran.plumb("import", file("unet"), "--name", "Net", "--out", folder);
        assertEquals("""
            input 'x': its axes are [0, 2, 3, 1] of the file, counted from 0, the examples first
            output 'out': its axes are [0, 2, 3, 1] of the file, counted from 0, the examples first
            """.replace("output 'out'", "output 'out' ('" + outputOfUnet() + "' in the file)"), ran.err());
        assertTrue(Ran.plumb("summary", file("unet")).out().contains("Conv2DTranspose"));
    }

    private String outputOfUnet() throws IOException {
        return OnnxImport.read(file("unet")).outputs().get(0).inFile();
    }

    private static List<String> names() throws IOException {
        try (ZipFile zip = new ZipFile(ARCHIVE.toFile())) {
            return zip.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith("/model.onnx"))
                    .map(name -> name.replace("/model.onnx", ""))
                    .toList();
        }
    }

    private Path file(String name) throws IOException {
        try (ZipFile zip = new ZipFile(ARCHIVE.toFile())) {
            byte[] file = zip.getInputStream(zip.getEntry(name + "/model.onnx")).readAllBytes();
            return Files.write(folder.resolve(name + ".onnx"), file);
        }
    }

    private static List<INDArray> arrays(String name, String kind, List<TensorLayout> layouts) throws IOException {
        List<INDArray> arrays = new ArrayList<>();
        try (ZipFile zip = new ZipFile(ARCHIVE.toFile())) {
            for (TensorLayout layout : layouts) {
                ZipEntry entry = zip.getEntry(name + "/" + kind + arrays.size() + ".pb");
                INDArray array = array(TensorProto.parseFrom(zip.getInputStream(entry)));
                arrays.add(array.permute(
                                layout.axes().stream().mapToInt(axis -> axis).toArray())
                        .dup('c'));
            }
        }
        return arrays;
    }

    private static INDArray array(TensorProto tensor) {
        var data = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        long[] shape = tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
        if (tensor.getDataType() == TensorProto.DataType.INT64.getNumber()) {
            int[] ids = new int[data.remaining() / Long.BYTES];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = (int) data.getLong(i * Long.BYTES);
            }
            return Nd4j.createFromArray(ids).reshape(shape);
        }
        float[] values = new float[data.remaining() / Float.BYTES];
        data.asFloatBuffer().get(values);
        return Nd4j.createFromArray(values).reshape(shape);
    }
}
