package dev.plumb.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.graph.Graph;
import dev.plumb.graph.file.ElementType;
import dev.plumb.io.SafetensorsFile;
import dev.plumb.io.TensorData;
import dev.plumb.keras.KerasExport;
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
 * Models both ways: from files of Keras to source, by {@code javac -Werror} to a class, with its weights to the outputs of Keras, and back to files that Keras opens. Those that cannot be said are
 * refused by what they have. Takes minutes, so it has to be asked for: {@code python src/test/fixtures/architectures.py FOLDER} does all of it, this is its second step.
 */
@EnabledIfSystemProperty(named = "keras.architectures", matches = ".+")
final class ArchitecturesTest {
    private static final double TOLERANCE = 1e-4;

    @TempDir
    Path folder;

    @Test
    void goBothWays() throws IOException {
        Path models = Path.of(System.getProperty("keras.architectures"));
        List<String> wrong = new ArrayList<>();
        List<String> names = names(models);
        for (String name : names) {
            try {
                Map<String, Object> found = found(name, models);
                Files.writeString(models.resolve(name + ".in.json"), JSON.std.asString(found));
                System.out.println(name + ": " + found);
            } catch (AssertionError | RuntimeException e) {
                System.out.println(name + ": " + e);
                wrong.add(name + ": " + e);
            }
        }
        assertEquals(List.of(), wrong, names.size() + " models");
    }

    /** The models in a folder, or those of them that are asked for. */
    private static List<String> names(Path models) throws IOException {
        String chosen = System.getProperty("keras.architectures.names", "");
        if (!chosen.isEmpty()) {
            return List.of(chosen.split(",", -1));
        }
        try (Stream<Path> files = Files.list(models)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".model.json"))
                    .map(file -> file.replace(".model.json", ""))
                    .sorted()
                    .toList();
        }
    }

    /** The largest difference, or why the model is refused. */
    private Map<String, Object> found(String name, Path models) throws IOException {
        List<?> refused = (List<?>) JSON.std
                .mapFrom(Files.readString(models.resolve(name + ".model.json")))
                .get("refused");
        if (refused.isEmpty()) {
            double difference = difference(name, models);
            assertTrue(difference <= TOLERANCE, "differs by " + difference);
            return Map.of("difference", difference);
        }
        Ran ran = Ran.plumb("import", models.resolve(name + ".keras"), "--package", "arch", "--out", folder);
        assertEquals(1, ran.code());
        refused.forEach(reason -> assertTrue(ran.err().contains(reason.toString()), ran.err()));
        return Map.of(
                "refused",
                String.join(", ", refused.stream().map(Object::toString).toList()));
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
        KerasExport.of(network).write(models.resolve(name + ".back.keras"));
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
