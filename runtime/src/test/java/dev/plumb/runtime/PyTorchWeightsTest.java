package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.file.ElementType;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.io.SafetensorsFile;
import dev.plumb.io.TensorData;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** State dicts of PyTorch, in and out: {@code fixtures/pytorch_modules.py} recorded what their modules compute. */
final class PyTorchWeightsTest {
    @TempDir
    Path folder;

    private static Path recorded(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(PyTorchWeightsTest.class.getResource("/pytorch/" + name))
                .toURI());
    }

    private static Map<String, TensorData> tensors(Path file) throws IOException {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        SafetensorsFile.read(file).forEach(tensor -> tensors.put(tensor.name(), tensor));
        return tensors;
    }

    private static float[] floats(TensorData tensor) {
        FloatBuffer floats = FloatBuffer.allocate(
                tensor.shape().stream().mapToInt(Long::intValue).reduce(1, (a, b) -> a * b));
        tensor.readFloats(floats);
        return floats.array();
    }

    private static INDArray array(TensorData tensor) {
        long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
        if (tensor.type() == ElementType.F32) {
            return Nd4j.createFromArray(floats(tensor)).reshape(shape);
        }
        int[] ids = new int[tensor.bytes().limit() / Integer.BYTES];
        tensor.bytes().asIntBuffer().get(ids);
        return Nd4j.createFromArray(ids).reshape(shape).castTo(DataType.INT32);
    }

    @ParameterizedTest
    @EnumSource
    void whatPyTorchComputesIsComputed(PyTorchModels model) throws IOException, URISyntaxException {
        String name = model.name().toLowerCase(Locale.ROOT);
        Network network = model.network(1);
        MatchReport report = network.weightsFrom(
                SafetensorsWeights.read(recorded(name + ".safetensors"), model.convention()),
                Matching.byName().takingAll());
        assertEquals(List.of(), report.leftOver());
        Map<String, TensorData> examples = tensors(recorded(name + ".examples.safetensors"));
        INDArray found = network.predict(List.of(array(Objects.requireNonNull(examples.get("x")))))
                .get(0);
        TensorData expected = Objects.requireNonNull(examples.get("y"));
        assertEquals(expected.shape(), Arrays.stream(found.shape()).boxed().toList());
        assertArrayEquals(floats(expected), found.dup('c').data().asFloat(), 1e-5f);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsWhatPyTorchWrote(PyTorchModels model) throws IOException, URISyntaxException {
        String name = model.name().toLowerCase(Locale.ROOT);
        Network network = model.network(1);
        Path original = recorded(name + ".safetensors");
        network.weightsFrom(SafetensorsWeights.read(original, model.convention()), Matching.byName());
        String kept = System.getProperty("plumb.pytorch.written");
        Path file = (kept == null ? folder : Files.createDirectories(Path.of(kept))).resolve(name + ".safetensors");
        SafetensorsWeights.write(network, file, model.convention());
        Map<String, TensorData> written = tensors(file);
        Map<String, TensorData> expected = tensors(original);
        expected.keySet().removeIf(tensor -> tensor.endsWith("num_batches_tracked"));
        assertEquals(expected.keySet(), new HashSet<>(written.keySet()));
        expected.forEach((tensor, data) -> {
            TensorData found = Objects.requireNonNull(written.get(tensor));
            assertEquals(data.shape(), found.shape(), tensor);
            if (tensor.contains("bias_") && !isOfGru(model, tensor)) {
                String other = tensor.contains("bias_ih")
                        ? tensor.replace("bias_ih", "bias_hh")
                        : tensor.replace("bias_hh", "bias_ih");
                assertArrayEquals(sum(data, expected.get(other)), sum(found, written.get(other)), 1e-6f, tensor);
            } else {
                assertArrayEquals(floats(data), floats(found), tensor);
            }
        });
    }

    private static boolean isOfGru(PyTorchModels model, String tensor) {
        return model == PyTorchModels.GATES || (model == PyTorchModels.SIMPLE && tensor.startsWith("both"));
    }

    private static float[] sum(TensorData one, TensorData other) {
        float[] sum = floats(one);
        float[] added = floats(other);
        for (int i = 0; i < sum.length; i++) {
            sum[i] += added[i];
        }
        return sum;
    }

    private static Network network(LayerSpec layer, long... sizes) {
        GraphBuilder g = GraphBuilder.named("Small");
        return Network.create(
                g.output(g.apply("fc", layer, g.input("x", sizes))).build(), 1);
    }

    private static TensorData zeros(String name, ElementType type, Long... shape) {
        int elements = Arrays.stream(shape).mapToInt(Long::intValue).reduce(1, (a, b) -> a * b);
        return new TensorData(name, type, List.of(shape), ByteBuffer.allocate(elements * type.bytes()));
    }

    /** What is said of the layer 'fc' when it takes these tensors; nothing is changed then. */
    private String refused(Network network, TensorData... tensors) throws IOException {
        Path file = folder.resolve("small.safetensors");
        SafetensorsFile.write(file, List.of(tensors));
        Map<String, INDArray> before = network.weights();
        SafetensorsWeights weights = SafetensorsWeights.read(file, WeightConvention.pyTorch());
        String message = assertThrows(
                        IllegalArgumentException.class, () -> network.weightsFrom(weights, Matching.byName()))
                .getMessage();
        assertEquals(before, network.weights());
        String begin = "the weights of the file 'small.safetensors' do not fit model 'Small': 'fc': ";
        String end = ". Nothing was changed; skip these layers, or say skippingMismatched()";
        assertEquals(begin + "…" + end, begin + "…" + message.substring(message.length() - end.length()));
        return message.substring(begin.length(), message.length() - end.length());
    }

    @Test
    void whatDoesNotFitIsSaidWithWhatToChange() throws IOException {
        TensorData bias = zeros("fc.bias", ElementType.F32, 2L);
        assertEquals(
                "'fc.weight' has the shape (5, 3), Linear for Dense(units = 2) has (2, 3): units = 5",
                refused(network(Layers.dense(2), 3), zeros("fc.weight", ElementType.F32, 5L, 3L), bias));
        assertEquals(
                "'fc.weight' has the shape (3, 2), Linear for Dense(units = 2) has (2, 3): it is laid out as here, so"
                        + " read it without WeightConvention.pyTorch()",
                refused(network(Layers.dense(2), 3), zeros("fc.weight", ElementType.F32, 3L, 2L), bias));
        assertEquals(
                "the file has no 'fc.bias' (2), which Linear for Dense(units = 2) has: useBias = false",
                refused(network(Layers.dense(2), 3), zeros("fc.weight", ElementType.F32, 2L, 3L)));
        assertEquals(
                "the file also has 'fc.bias' (2), which Dense(units = 2, useBias = false) has no place for: useBias ="
                        + " true",
                refused(network(Layers.dense(2).useBias(false), 3), zeros("fc.weight", ElementType.F32, 2L, 3L), bias));
        assertEquals(
                "'fc.weight' holds I8, expected floating-point numbers: save it as float32",
                refused(network(Layers.dense(2), 3), zeros("fc.weight", ElementType.I8, 2L, 3L), bias));
        assertEquals(
                "GRU(units = 2, resetAfter = false) has no counterpart in PyTorch: resetAfter = true: PyTorch resets"
                        + " behind the recurrent kernel",
                refused(network(Layers.gru(2).resetAfter(false), 4, 3), bias));
        assertEquals(
                "EinsumDense(equation = \"ab,bc->ac\", outputShape = 2) has no counterpart in PyTorch: skip it",
                refused(network(Layers.einsumDense("ab,bc->ac", 2), 3), bias));
    }

    @Test
    void aLayerWithoutACounterpartIsNotWritten() {
        Path file = folder.resolve("einsum.safetensors");
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> SafetensorsWeights.write(
                        network(Layers.einsumDense("ab,bc->ac", 2), 3), file, WeightConvention.pyTorch()));
        assertEquals(
                "the weights of model 'Small' cannot be written as a state dict of PyTorch: 'fc': EinsumDense(equation"
                        + " = \"ab,bc->ac\", outputShape = 2) has no counterpart in PyTorch: skip it",
                refused.getMessage());
        assertFalse(Files.exists(file));
    }
}
