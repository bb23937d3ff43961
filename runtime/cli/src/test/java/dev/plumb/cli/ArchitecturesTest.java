package dev.plumb.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.plumb.graph.Graph;
import dev.plumb.graph.file.ElementType;
import dev.plumb.io.SafetensorsFile;
import dev.plumb.io.TensorData;
import dev.plumb.keras.KerasModel;
import dev.plumb.runtime.Network;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * 60 models both ways: from files of Keras to source, by {@code javac -Werror} to a class, with its weights to the outputs of Keras, and back to files that Keras opens. Takes minutes, so it has to be
 * asked for:
 *
 * <pre>
 * python src/test/fixtures/architectures.py FOLDER
 * mvn test -pl runtime/cli -Dtest=ArchitecturesTest -Dkeras.architectures=FOLDER
 * python src/test/fixtures/architectures.py FOLDER --check
 * </pre>
 */
@EnabledIfSystemProperty(named = "keras.architectures", matches = ".+")
final class ArchitecturesTest {
    private static final double TOLERANCE = 1e-4;

    @TempDir
    Path folder;

    @Test
    void goBothWays() throws IOException {
        Path models = Path.of(System.getProperty("keras.architectures"));
        List<String> names;
        try (Stream<Path> files = Files.list(models)) {
            names = files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".safetensors"))
                    .map(file -> file.replace(".safetensors", ""))
                    .sorted()
                    .toList();
        }
        assertFalse(names.isEmpty());
        List<String> wrong = new ArrayList<>();
        for (String name : names) {
            try {
                double difference = difference(name, models);
                System.out.printf("%s: %.1e%n", name, difference);
                if (!(difference <= TOLERANCE)) {
                    wrong.add(name + " differs by " + difference);
                }
            } catch (AssertionError | RuntimeException e) {
                System.out.printf("%s: %s%n", name, e);
                wrong.add(name + ": " + e);
            }
        }
        assertEquals(List.of(), wrong, names.size() + " models");
    }

    private double difference(String name, Path models) throws IOException {
        Path sources = Files.createDirectories(folder.resolve(name));
        Ran ran = Ran.plumb(
                "import", models.resolve(name + ".keras"), "--package", "arch", "--name", "Net", "--out", sources);
        assertEquals("0: ", ran.code() + ": " + ran.err());
        Path classes = Files.createDirectories(folder.resolve(name + ".classes"));
        try (Stream<Path> files = Files.walk(sources)) {
            Compiler.compile(
                    classes,
                    files.filter(file -> file.toString().endsWith(".java")).toArray(Path[]::new));
        }
        Network network = Network.load(sources.resolve("arch/Net.plumb"), Compiler.graph(classes, "arch.Net"));
        KerasModel.write(network, models.resolve(name + ".back.keras"));
        Map<String, TensorData> known = SafetensorsFile.read(models.resolve(name + ".safetensors")).stream()
                .collect(Collectors.toMap(TensorData::name, Function.identity()));
        List<Graph.Input> inputs = network.graph().inputs();
        List<INDArray> outputs = network.predict(IntStream.range(0, inputs.size())
                .mapToObj(i -> array(known.get("in/" + i)))
                .toList());
        double largest = 0;
        for (int i = 0; i < outputs.size(); i++) {
            INDArray expected = array(known.get("out/" + i));
            INDArray output = outputs.get(i).castTo(DataType.FLOAT);
            assertArrayEquals(expected.shape(), output.shape(), "output " + i);
            double scale = Math.max(1, expected.amaxNumber().doubleValue());
            largest = Math.max(largest, output.sub(expected).amaxNumber().doubleValue() / scale);
        }
        return largest;
    }

    private static INDArray array(TensorData tensor) {
        long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
        java.nio.ByteBuffer bytes = tensor.bytes().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (tensor.type() == ElementType.F32) {
            float[] floats = new float[bytes.remaining() / Float.BYTES];
            bytes.asFloatBuffer().get(floats);
            return Nd4j.createFromArray(floats).reshape(shape);
        }
        int[] ints = new int[bytes.remaining() / Integer.BYTES];
        bytes.asIntBuffer().get(ints);
        return Nd4j.createFromArray(ints).reshape(shape);
    }
}
