package dev.plumb.keras;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.data.Texts;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.shape.Shape;
import dev.plumb.preprocess.Vocabulary;
import dev.plumb.runtime.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What layers have learnt of data by {@code adapt} goes in and out with a model. The models are those of {@code src/test/fixtures/adapted.py}; what Keras said of files that were written here is
 * recorded with a digest of each: whoever changes what is written runs
 *
 * <pre>
 * mvn test -pl runtime/keras -Dtest=AdaptedLayersTest -Dkeras.written=FOLDER
 * python src/test/fixtures/check_written_adapted.py FOLDER
 * </pre>
 */
final class AdaptedLayersTest {
    private static final FixtureArchive FIXTURES = FixtureArchive.of("adapted.zip");
    private static final Path VERDICT = Path.of("src/test/resources/keras/written_adapted.json");
    private static final double TOLERANCE = 1e-5;

    @TempDir
    Path folder;

    static Stream<String> models() {
        return FIXTURES.names(".keras").stream();
    }

    private KerasModel model(String name) {
        return KerasModel.read(FIXTURES.file(name + ".keras", folder));
    }

    private static List<INDArray> inputs(String name, Graph graph) {
        List<INDArray> arrays = new ArrayList<>();
        List<?> all = (List<?>) FIXTURES.json(name + ".json").get("inputs");
        for (int i = 0; i < all.size(); i++) {
            List<?> values = (List<?>) all.get(i);
            Graph.Input input = graph.inputs().get(i);
            if (input.type().dtype() == DType.STRING) {
                arrays.add(
                        Texts.of(values.stream().map(String::valueOf).toList()).reshape(values.size(), 1));
            } else {
                INDArray numbers = Nd4j.createFromArray(values.stream()
                        .mapToDouble(value -> ((Number) value).doubleValue())
                        .toArray());
                long width = input.type().shape().elements().size();
                arrays.add(numbers.reshape(values.size() / width, width)
                        .castTo(input.type().dtype() == DType.INT32 ? DataType.INT32 : DataType.FLOAT));
            }
        }
        return arrays;
    }

    private static void assertComputes(String name, Network network) {
        List<INDArray> outputs = network.predict(inputs(name, network.graph()));
        List<?> results = (List<?>) FIXTURES.json(name + ".json").get("outputs");
        assertEquals(results.size(), outputs.size());
        for (int i = 0; i < results.size(); i++) {
            Map<?, ?> result = (Map<?, ?>) results.get(i);
            assertArrayEquals(
                    ((List<?>) result.get("shape"))
                            .stream()
                                    .mapToLong(size -> ((Number) size).longValue())
                                    .toArray(),
                    outputs.get(i).shape());
            double[] expected = ((List<?>) result.get("values"))
                    .stream()
                            .mapToDouble(value -> ((Number) value).doubleValue())
                            .toArray();
            assertArrayEquals(
                    expected,
                    outputs.get(i).castTo(DataType.DOUBLE).dup('c').data().asDouble(),
                    TOLERANCE * 100,
                    "output " + i);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void whatKerasHasLearntIsRead(String name) {
        assertComputes(name, model(name).network());
    }

    @ParameterizedTest
    @MethodSource("models")
    void whatWasLearntIsWritten(String name) throws IOException {
        String kept = System.getProperty("keras.written", "");
        Path target = kept.isEmpty() ? folder : Files.createDirectories(Path.of(kept));
        Path file = target.resolve(name + ".written.keras");
        Network network = model(name).network();
        KerasExport.of(network).write(file);
        assertComputes(name, KerasModel.read(file).network());
        if (kept.isEmpty()) {
            assertEquals(JSON.std.mapFrom(Files.readString(VERDICT)).get(name), WrittenFile.structure(file));
        } else {
            Files.writeString(target.resolve(name + ".digest"), WrittenFile.structure(file));
        }
    }

    /** A vocabulary of any size does not become a part of the architecture, but where the number of columns is that of its terms. */
    @Test
    void learntVocabulariesStayLearnt() {
        KerasModel words = model("words");
        String layer = words.graph().preprocessing().get(0).name();
        assertTrue(words.graph().node(layer).spec().attributes().get("vocabulary") instanceof List<?> stated
                && stated.isEmpty());
        assertEquals(
                List.of("", "[UNK]", "the", "fox"),
                words.network().vocabulary(layer).subList(0, 4));
    }

    private static Graph lookup() {
        GraphBuilder g = GraphBuilder.named("Lookup");
        return g.output(g.apply("ids", Layers.stringLookup(), g.input("kind", Shape.of(1), DType.STRING)))
                .build();
    }

    @Test
    void whatWasNotAdaptedIsNotWritten() {
        Path file = folder.resolve("unadapted.keras");
        assertEquals(
                "the model in 'Lookup' has something without a counterpart in Keras: StringLookup 'ids': it was not"
                        + " adapted, and has no vocabulary yet: call adapt(data) first",
                assertThrows(NoCounterpartException.class, () -> KerasExport.of(Network.create(lookup(), 1))
                                .write(file))
                        .getMessage());
        assertFalse(Files.exists(file));
    }

    @Test
    void termsThatAreNoLineAreNotWritten() {
        Network network = Network.create(lookup(), 1);
        network.setVocabulary("ids", new Vocabulary(List.of("red", "dark\nblue"), List.of()));
        assertTrue(assertThrows(NoCounterpartException.class, () -> KerasExport.of(network)
                        .write(folder.resolve("lines.keras")))
                .getMessage()
                .contains("has the end of a line in it"));
    }
}
