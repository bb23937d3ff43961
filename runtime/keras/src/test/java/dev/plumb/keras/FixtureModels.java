package dev.plumb.keras;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.dsl.DType;
import dev.plumb.graph.Graph;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The models of {@code src/test/fixtures/models.py}, which Keras wrote, each with inputs and the outputs that Keras computed. */
final class FixtureModels {
    private static final Path ARCHIVE = Path.of("src/test/resources/keras/models.zip");

    private FixtureModels() {}

    static List<String> names() {
        try (ZipFile zip = new ZipFile(ARCHIVE.toFile())) {
            return zip.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(".keras"))
                    .map(name -> name.replace(".keras", ""))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file of a model, in this folder. */
    static Path file(String name, Path folder) {
        try {
            return Files.write(folder.resolve(name + ".keras"), entry(name + ".keras"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] entry(String name) {
        try (ZipFile zip = new ZipFile(ARCHIVE.toFile())) {
            return zip.getInputStream(zip.getEntry(name)).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What Keras computed, from what: arrays in the order of inputs and outputs. */
    record Case(Map<?, ?> inputs, List<?> outputs, long parameters) {
        static Case of(String name) {
            try {
                Map<String, Object> json = JSON.std.mapFrom(entry(name + ".json"));
                return new Case(
                        (Map<?, ?>) json.get("inputs"),
                        (List<?>) json.get("outputs"),
                        ((Number) json.get("parameters")).longValue());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The arrays for the inputs of a graph, which are named as in Keras. */
        List<INDArray> arrays(Graph graph) {
            List<INDArray> arrays = new ArrayList<>();
            for (Graph.Input input : graph.inputs()) {
                Object given = inputs.size() == 1 ? inputs.values().iterator().next() : inputs.get(input.name());
                DataType type = input.type().dtype() == DType.FLOAT32
                        ? DataType.FLOAT
                        : input.type().dtype() == DType.BOOL ? DataType.BOOL : DataType.INT32;
                arrays.add(array((Map<?, ?>) given).castTo(type));
            }
            return arrays;
        }

        /** The outputs of Keras. */
        List<INDArray> results() {
            return outputs.stream().map(output -> array((Map<?, ?>) output)).toList();
        }

        private static INDArray array(Map<?, ?> array) {
            double[] values = ((List<?>) array.get("values"))
                    .stream().mapToDouble(Case::number).toArray();
            long[] example = ((List<?>) array.get("shape"))
                    .stream().mapToLong(size -> ((Number) size).longValue()).toArray();
            long elements = 1;
            for (long size : example) {
                elements *= size;
            }
            long[] sizes = Stream.concat(
                            Stream.of(values.length / elements),
                            java.util.Arrays.stream(example).boxed())
                    .mapToLong(Long::longValue)
                    .toArray();
            return Nd4j.createFromArray(values).castTo(DataType.FLOAT).reshape(sizes);
        }

        private static double number(Object value) {
            return value instanceof Boolean truth ? (truth ? 1 : 0) : ((Number) value).doubleValue();
        }
    }
}
