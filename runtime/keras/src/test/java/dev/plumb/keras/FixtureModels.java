package dev.plumb.keras;

import dev.plumb.dsl.DType;
import dev.plumb.graph.Graph;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The models of {@code src/test/fixtures/models.py}, which Keras wrote, each with inputs and the outputs that Keras computed. */
final class FixtureModels {
    private static final FixtureArchive ARCHIVE = FixtureArchive.of("models.zip");

    private FixtureModels() {}

    static List<String> names() {
        return ARCHIVE.names(".keras");
    }

    /** The file of a model, in this folder. */
    static Path file(String name, Path folder) {
        return ARCHIVE.file(name + ".keras", folder);
    }

    /** What Keras computed, from what: arrays in the order of inputs and outputs. */
    record Case(Map<?, ?> inputs, List<?> outputs, long parameters) {
        static Case of(String name) {
            return of(ARCHIVE.json(name + ".json"));
        }

        static Case of(Map<String, Object> json) {
            return new Case(
                    (Map<?, ?>) json.get("inputs"),
                    (List<?>) json.get("outputs"),
                    ((Number) json.get("parameters")).longValue());
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
