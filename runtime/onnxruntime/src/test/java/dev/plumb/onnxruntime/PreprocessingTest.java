package dev.plumb.onnxruntime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.OutputMode;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.dsl.layer.StringLookupLayer;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.onnx.OnnxModel;
import dev.plumb.runtime.Network;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Lookups are in the file where ONNX can say them: what goes in are words, or the numbers that are looked up. */
final class PreprocessingTest {
    private static final String[][] WORDS = {{"cat", "dog", "?"}, {"", "emu", "cat"}, {"cat", "Cat", "dog"}};
    private static final int[][] NUMBERS = {{7, -5, 9}, {0, 1_000_003, 7}, {7, 7, -2}};

    private static StringLookupLayer words() {
        return Layers.stringLookup().vocabulary("dog", "emu", "cat");
    }

    static List<Arguments> lookups() {
        var numbers = Layers.integerLookup().vocabulary(7, -5, 9);
        return List.of(
                Arguments.of(words(), WORDS),
                Arguments.of(words().maskToken(""), WORDS),
                Arguments.of(words().outputMode(OutputMode.ONE_HOT), WORDS),
                Arguments.of(words().outputMode(OutputMode.MULTI_HOT).maskToken(""), WORDS),
                Arguments.of(words().outputMode(OutputMode.COUNT), WORDS),
                Arguments.of(words().outputMode(OutputMode.TF_IDF).idfWeights(0.5, 1.5, 2.5), WORDS),
                Arguments.of(words().outputMode(OutputMode.COUNT).maxTokens(9).padToMaxTokens(true), WORDS),
                Arguments.of(numbers, NUMBERS),
                Arguments.of(numbers.numOovIndices(3).maskToken(0), NUMBERS),
                Arguments.of(numbers.numOovIndices(3).outputMode(OutputMode.COUNT), NUMBERS));
    }

    @ParameterizedTest
    @MethodSource("lookups")
    void aLookupIsInTheFile(LayerSpec lookup, Object values) throws OrtException {
        boolean isText = values instanceof String[][];
        GraphBuilder g = GraphBuilder.named("Looking");
        Wire x = g.input("x", Shape.parse("3"), isText ? DType.STRING : DType.INT32);
        Network network = Network.create(g.output(g.apply("found", lookup, x)).build(), 1);
        OnnxModel model = OnnxModel.of(network);
        assertEquals(List.of("x"), model.inputs());
        assertEquals(List.of("found"), model.withoutPreprocessing().inputs());
        INDArray array = isText
                ? Nd4j.create(
                        Arrays.stream((String[][]) values)
                                .flatMap(Arrays::stream)
                                .toList(),
                        3,
                        3)
                : Nd4j.createFromArray((int[][]) values);
        requireSame(network.predict(List.of(array)).get(0), model, Map.of("x", values));
    }

    @Test
    void anEmbeddingOfWordsTakesWords() throws OrtException {
        GraphBuilder g = GraphBuilder.named("Words");
        Wire word = g.input("word", Shape.parse("1"), DType.STRING);
        Wire price = g.input("price", Shape.parse("2"), DType.FLOAT32);
        Wire id = g.apply("id", words(), word);
        Wire vector = g.apply("flat", Layers.flatten(), g.apply("vector", Layers.embedding(4, 3), id));
        Wire both = g.apply("both", Layers.concatenate(), vector, price);
        Network network =
                Network.create(g.output(g.apply("score", Layers.dense(2), both)).build(), 1);
        String[][] words = {{"cat"}, {"cow"}};
        float[][] prices = {{1, 2}, {3, 4}};
        INDArray expected = network.predict(
                        List.of(Nd4j.create(List.of("cat", "cow"), 2, 1), Nd4j.createFromArray(prices)))
                .get(0);
        OnnxModel model = OnnxModel.of(network);
        assertEquals(List.of("word", "price"), model.inputs());
        requireSame(expected, model, Map.of("word", words, "price", prices));
    }

    /** Above 2^24 floats have not all whole numbers. */
    @Test
    void wholeNumbersComeOutAsSuch() {
        GraphBuilder g = GraphBuilder.named("Ids");
        Wire ids = g.input("ids", Shape.of(2), DType.INT32);
        Network network = Network.create(
                g.output(g.apply("same", Layers.reshape(2, 1), ids)).build(), 1);
        INDArray large = Nd4j.createFromArray(new int[][] {{(1 << 24) + 1, 3}, {-5, Integer.MAX_VALUE}});
        INDArray found = network.on(OnnxRuntime.cpu()).predict(List.of(large)).get(0);
        assertEquals(DataType.INT32, found.dataType());
        assertEquals(large.reshape(2, 2, 1), found);
    }

    @Test
    void whatOnnxCannotSayStaysOutside() {
        for (LayerSpec layer : List.of(
                words().numOovIndices(0),
                words().numOovIndices(2),
                Layers.hashing(5),
                Layers.textVectorization().vocabulary("a", "b").outputSequenceLength(4))) {
            GraphBuilder g = GraphBuilder.named("Outside");
            Wire x = g.input("x", Shape.parse("1"), DType.STRING);
            Network network = Network.create(g.output(g.apply("id", layer, x)).build(), 1);
            assertEquals(List.of("id"), OnnxModel.of(network).inputs(), layer.toString());
        }
    }

    private static void requireSame(INDArray expected, OnnxModel model, Map<String, Object> inputs)
            throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(model.toBytes())) {
            Map<String, OnnxTensor> tensors = new HashMap<>();
            for (Map.Entry<String, Object> input : inputs.entrySet()) {
                tensors.put(input.getKey(), OnnxTensor.createTensor(environment, input.getValue()));
            }
            try (OrtSession.Result result = session.run(tensors)) {
                OnnxTensor found = (OnnxTensor) result.get(0);
                float[] numbers = new float[(int) expected.length()];
                if (found.getInfo().type == OnnxJavaType.INT32) {
                    for (int i = 0; i < numbers.length; i++) {
                        numbers[i] = found.getIntBuffer().get(i);
                    }
                } else {
                    found.getFloatBuffer().get(numbers);
                }
                assertArrayEquals(expected.shape(), found.getInfo().getShape());
                Close.assertClose(
                        List.of(expected), List.of(Nd4j.createFromArray(numbers).reshape(expected.shape())));
            } finally {
                tensors.values().forEach(OnnxTensor::close);
            }
        }
    }
}
