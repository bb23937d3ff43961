package dev.plumb.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A model that somebody else wrote, with inputs and what ONNX Runtime makes of them, as ONNX lays its own tests out: {@code model.onnx}, {@code input_0.pb}, {@code output_0.pb}.
 *
 * @param inputs as in the file, so with channels first
 */
public record OnnxFixture(String name, ByteString model, List<INDArray> inputs, List<INDArray> outputs) {
    private static final Path PYTORCH = Path.of("src/test/resources/onnx/pytorch.zip");
    private static final Path PYTORCH_DYNAMO = Path.of("src/test/resources/onnx/pytorch_dynamo.zip");

    private static final Path ATTENTION = Path.of("src/test/resources/onnx/attention.zip");

    /** The models of PyTorch, made by {@code src/test/fixtures/pytorch_models.py}. */
    public static List<OnnxFixture> ofPyTorch() throws IOException {
        return all(PYTORCH);
    }

    /** Some of them by PyTorch's newer exporter, {@code dynamo=True}. */
    public static List<OnnxFixture> ofPyTorchDynamo() throws IOException {
        return all(PYTORCH_DYNAMO);
    }

    /** Attention nodes, made by {@code src/test/fixtures/attention_models.py}. */
    public static List<OnnxFixture> ofAttention() throws IOException {
        return all(ATTENTION);
    }

    /** Those of an archive. */
    public static List<OnnxFixture> all(Path archive) throws IOException {
        List<OnnxFixture> all = new ArrayList<>();
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                if (entry.getName().endsWith("/model.onnx")) {
                    String name = entry.getName().replace("/model.onnx", "");
                    all.add(new OnnxFixture(
                            name,
                            ByteString.readFrom(zip.getInputStream(entry)),
                            arrays(zip, name + "/input_"),
                            arrays(zip, name + "/output_")));
                }
            }
        }
        return all;
    }

    private static List<INDArray> arrays(ZipFile zip, String start) throws IOException {
        List<INDArray> arrays = new ArrayList<>();
        for (ZipEntry entry = zip.getEntry(start + 0 + ".pb");
                entry != null;
                entry = zip.getEntry(start + arrays.size() + ".pb")) {
            arrays.add(array(TensorProto.parseFrom(zip.getInputStream(entry))));
        }
        return arrays;
    }

    private static INDArray array(TensorProto tensor) {
        var data = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        long[] shape = tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
        if (tensor.getDataType() == TensorProto.DataType.INT64.getNumber()) {
            int[] ids = IntStream.range(0, data.remaining() / Long.BYTES)
                    .map(i -> (int) data.getLong(i * Long.BYTES))
                    .toArray();
            return Nd4j.createFromArray(ids).reshape(shape);
        }
        if (tensor.getDataType() == TensorProto.DataType.BOOL.getNumber()) {
            boolean[] truths = new boolean[data.remaining()];
            for (int i = 0; i < truths.length; i++) {
                truths[i] = data.get(i) != 0;
            }
            return Nd4j.createFromArray(truths).reshape(shape);
        }
        float[] values = new float[data.remaining() / Float.BYTES];
        data.asFloatBuffer().get(values);
        return Nd4j.createFromArray(values).reshape(shape);
    }

    /** The model as a file. */
    public Path in(Path folder) throws IOException {
        return Files.write(folder.resolve(name + ".onnx"), model.toByteArray());
    }

    /** Arrays with their axes as a model has them here. */
    static List<INDArray> laid(List<INDArray> arrays, List<List<Integer>> axes) {
        return IntStream.range(0, arrays.size())
                .mapToObj(i -> arrays.get(i)
                        .permute(axes.get(i).stream().mapToInt(axis -> axis).toArray())
                        .dup('c'))
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
