package dev.plumb.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.array.StringArrays;
import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.HashingLayer;
import dev.plumb.fixtures.Agreement;
import dev.plumb.fixtures.PreprocessingCase;
import dev.plumb.fixtures.Tensor;
import dev.plumb.graph.rule.VocabularySpec;
import dev.plumb.runtime.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What layers learn of data, and what they make of others, is what Keras's do. */
final class PreprocessingParityTest {

    static List<PreprocessingCase> cases() {
        return PreprocessingCase.read();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithKeras(PreprocessingCase layer) {
        Network network = adapted(layer);
        layer.vocabulary().ifPresent(expected -> assertEquals(expected, network.vocabulary("layer")));
        layer.numbers().forEach((name, expected) -> agrees(layer, network, name, expected));
        INDArray output = network.predict(List.of(array(layer, layer.given()))).get(0);
        assertArrayEquals(layer.output().shape(), output.shape());
        float[] expected = layer.output().dtype() == DType.INT32
                ? floats(layer.output().ints())
                : layer.output().floats();
        Agreement.assertAgrees(expected, output.ravel().toFloatVector(), "output");
    }

    private static void agrees(PreprocessingCase layer, Network network, String name, Tensor expected) {
        String weight = name.equals("boundaries") ? "bin_boundaries" : name;
        float[] found = network.weight("layer/" + weight).ravel().toFloatVector();
        Agreement.assertAgrees(expected.floats(), found, layer + ": " + name);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isTheSameFromAFile(PreprocessingCase layer, @TempDir Path folder) throws IOException {
        Network network = adapted(layer);
        Path file = folder.resolve("layer.plumb");
        network.save(file);
        network.verifySaved(file);
        Network again = Network.load(file);
        INDArray given = array(layer, layer.given());
        assertEquals(network.predict(List.of(given)), again.predict(List.of(given)));
        assertEquals(
                network.predict(List.of(given)),
                Network.load(file, layer.graph()).predict(List.of(given)));
    }

    /** What is new of a vocabulary layer must have a case here: those that are adapted, and the others. */
    @Test
    void eachLayerHasCases() {
        Set<String> compared = cases().stream()
                .map(PreprocessingCase::layer)
                .filter(spec -> spec instanceof VocabularySpec || spec instanceof HashingLayer)
                .map(spec -> spec.layerName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of("Hashing", "IntegerLookup", "StringLookup", "TextVectorization"), compared);
    }

    private static Network adapted(PreprocessingCase layer) {
        Network network = Network.create(layer.graph(), 1);
        if (!layer.learnt().isEmpty()) {
            INDArray learnt = array(layer, layer.learnt());
            network.adapt(
                    Dataset.of(Structure.list(List.of("x")), List.of(learnt), Structure.single("layer"), learnt),
                    layer.batch());
        }
        return network;
    }

    private static INDArray array(PreprocessingCase layer, List<Object> values) {
        long[] one = layer.shape().sizes();
        long[] shape = new long[one.length + 1];
        System.arraycopy(one, 0, shape, 1, one.length);
        shape[0] = values.size() / layer.shape().elements().size();
        if (layer.dtype() == DType.STRING) {
            return StringArrays.of(values.stream().map(Object::toString).toArray(String[]::new), shape);
        }
        if (layer.dtype() == DType.INT32) {
            int[] ids = values.stream()
                    .mapToInt(value -> ((Number) value).intValue())
                    .toArray();
            return Nd4j.createFromArray(ids).reshape(shape);
        }
        float[] numbers = new float[values.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = ((Number) values.get(i)).floatValue();
        }
        return Nd4j.createFromArray(numbers).reshape(shape);
    }

    private static float[] floats(int... ids) {
        float[] floats = new float[ids.length];
        for (int i = 0; i < ids.length; i++) {
            floats[i] = ids[i];
        }
        return floats;
    }
}
