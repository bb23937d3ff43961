package dev.plumb.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.dsl.DType;
import dev.plumb.graph.Graph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A model that Keras wrote, with inputs and the outputs that Keras computed: those of the module that reads such files. */
record KerasFixture(String name, Map<String, Object> known) {
    private static final Path ARCHIVE = Path.of("../keras/src/test/resources/keras/models.zip");
    private static final String ENDING = ".keras";

    static List<KerasFixture> all() throws IOException {
        List<KerasFixture> all = new ArrayList<>();
        try (ZipFile zip = new ZipFile(ARCHIVE.toFile())) {
            for (ZipEntry entry :
                    zip.stream().filter(one -> one.getName().endsWith(ENDING)).toList()) {
                String name = entry.getName().replace(ENDING, "");
                byte[] known = zip.getInputStream(zip.getEntry(name + ".json")).readAllBytes();
                all.add(new KerasFixture(name, JSON.std.mapFrom(known)));
            }
        }
        return all;
    }

    /** The file, in this folder. */
    Path in(Path folder) throws IOException {
        try (ZipFile zip = new ZipFile(ARCHIVE.toFile())) {
            byte[] file = zip.getInputStream(zip.getEntry(name + ENDING)).readAllBytes();
            return Files.write(folder.resolve(name + ENDING), file);
        }
    }

    long parameters() {
        return ((Number) Objects.requireNonNull(known.get("parameters"))).longValue();
    }

    /** What Keras was given, in the order of the inputs of a graph. */
    List<INDArray> inputs(Graph graph) {
        Map<?, ?> given = (Map<?, ?>) Objects.requireNonNull(known.get("inputs"));
        return graph.inputs().stream()
                .map(input -> array(
                                given.size() == 1 ? given.values().iterator().next() : given.get(input.name()))
                        .castTo(type(input.type().dtype())))
                .toList();
    }

    private static DataType type(DType type) {
        return switch (type) {
            case BOOL -> DataType.BOOL;
            case INT32 -> DataType.INT32;
            default -> DataType.FLOAT;
        };
    }

    /** What Keras gave. */
    List<INDArray> outputs() {
        return ((List<?>) Objects.requireNonNull(known.get("outputs")))
                .stream().map(KerasFixture::array).toList();
    }

    private static INDArray array(Object tree) {
        Map<?, ?> array = (Map<?, ?>) tree;
        double[] values = ((List<?>) Objects.requireNonNull(array.get("values")))
                .stream().mapToDouble(KerasFixture::number).toArray();
        List<?> example = (List<?>) Objects.requireNonNull(array.get("shape"));
        long[] sizes = new long[example.size() + 1];
        long elements = 1;
        for (int i = 0; i < example.size(); i++) {
            sizes[i + 1] = ((Number) example.get(i)).longValue();
            elements *= sizes[i + 1];
        }
        sizes[0] = values.length / elements;
        return Nd4j.createFromArray(values).castTo(DataType.FLOAT).reshape(sizes);
    }

    private static double number(Object value) {
        return value instanceof Boolean truth ? (truth ? 1 : 0) : ((Number) value).doubleValue();
    }

    @Override
    public String toString() {
        return name;
    }
}
