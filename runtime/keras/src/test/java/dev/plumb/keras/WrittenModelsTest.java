package dev.plumb.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.dsl.DType;
import dev.plumb.graph.Graph;
import dev.plumb.runtime.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Files that are written here are those that Keras opened, and computed the same with. What Keras said of them is recorded, with a digest of each: whoever changes what is written runs
 *
 * <pre>
 * mvn test -pl runtime/keras -Dtest=WrittenModelsTest -Dkeras.written=FOLDER
 * python src/test/fixtures/check_written.py FOLDER
 * </pre>
 */
final class WrittenModelsTest {
    private static final Path VERDICT = Path.of("src/test/resources/keras/written.json");
    private static final int EXAMPLES = 2;
    private static final int TIME = 5;

    @TempDir
    Path folder;

    static Stream<String> models() {
        return Stream.concat(FixtureModels.names().stream(), GraphsToWrite.names().stream());
    }

    @ParameterizedTest
    @MethodSource("models")
    void kerasComputesTheSame(String name) throws IOException {
        String kept = System.getProperty("keras.written", "");
        Path target = kept.isEmpty() ? folder : Files.createDirectories(Path.of(kept));
        Network network = FixtureModels.names().contains(name)
                ? KerasModel.read(FixtureModels.file(name, folder)).network()
                : GraphsToWrite.network(name);
        Path file = target.resolve(name + ".written.keras");
        if (network.graph().isStateful()) {
            KerasExport.of(network).forBatchesOf(EXAMPLES).write(file);
        } else {
            KerasExport.of(network).write(file);
        }
        List<INDArray> inputs = inputs(name, network.graph());
        List<INDArray> outputs = network.predict(inputs);
        List<INDArray> again = KerasModel.read(file).network().predict(inputs);
        for (int i = 0; i < outputs.size(); i++) {
            assertEquals(outputs.get(i), again.get(i), "read again, output " + i);
        }
        if (kept.isEmpty()) {
            assertEquals(JSON.std.mapFrom(Files.readString(VERDICT)).get(name), digest(file));
        } else {
            Map<String, Object> known = new LinkedHashMap<>();
            known.put("digest", digest(file));
            known.put("inputs", inputs.stream().map(WrittenModelsTest::plain).toList());
            known.put("outputs", outputs.stream().map(WrittenModelsTest::plain).toList());
            Files.writeString(target.resolve(name + ".json"), JSON.std.asString(known));
        }
    }

    static Map<String, Object> plain(INDArray array) {
        double[] values = array.castTo(DataType.DOUBLE).dup('c').data().asDouble();
        return Map.of("shape", Arrays.stream(array.shape()).boxed().toList(), "values", values);
    }

    private static List<INDArray> inputs(String name, Graph graph) {
        if (FixtureModels.names().contains(name)) {
            return FixtureModels.Case.of(name).arrays(graph);
        }
        Random random = new Random(5);
        List<INDArray> arrays = new ArrayList<>();
        for (Graph.Input input : graph.inputs()) {
            long[] sizes = new long[input.type().rank() + 1];
            sizes[0] = EXAMPLES;
            for (int axis = 1; axis < sizes.length; axis++) {
                sizes[axis] = input.type().shape().dim(axis - 1).isKnown()
                        ? input.type().shape().dim(axis - 1).size()
                        : TIME;
            }
            INDArray array = Nd4j.create(DataType.FLOAT, sizes);
            for (long i = 0; i < array.length(); i++) {
                array.putScalar(
                        i, input.type().dtype() == DType.FLOAT32 ? random.nextFloat() - 0.5f : random.nextInt(4));
            }
            arrays.add(
                    switch (input.type().dtype()) {
                        case INT32 -> array.castTo(DataType.INT32);
                        case BOOL -> array.gt(0).castTo(DataType.BOOL);
                        default -> array;
                    });
        }
        return arrays;
    }

    /** Of the description and the weights; the time when it was written is no part of it. */
    private static String digest(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(zip.getInputStream(zip.getEntry(KerasFile.CONFIG)).readAllBytes());
            digest.update(zip.getInputStream(zip.getEntry(KerasFile.WEIGHTS)).readAllBytes());
            return HexFormat.of().formatHex(digest.digest());
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
