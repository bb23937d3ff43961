package dev.plumb.onnxruntime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.plumb.compile.Gallery;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.onnx.OnnxImport;
import dev.plumb.onnx.OnnxModel;
import dev.plumb.onnx.WeightType;
import dev.plumb.runtime.Network;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Weights in fewer bytes: what comes out differs by no more than what the weights were rounded by. */
final class WeightTypesTest {
    private static final double FLOAT = 1e-6;

    private static Network network(LayerSpec layer, long... shape) {
        GraphBuilder g = GraphBuilder.named("Rounded");
        Wire x = g.input("x", shape);
        return Network.create(g.output(g.apply("layer", layer, x)).build(), 1);
    }

    /** What a number is off by, for a weight of 1. */
    private static double rounding(WeightType type) {
        return switch (type) {
            case BFLOAT16 -> 0x1p-8;
            case FLOAT16 -> 0x1p-11;
            case INT8 -> throw new IllegalArgumentException();
        };
    }

    @ParameterizedTest
    @EnumSource(names = {"BFLOAT16", "FLOAT16"})
    void aProductIsOffByWhatItsWeightsAreOffBy(WeightType type) throws OrtException {
        Network network = network(Layers.dense(7), 50);
        INDArray x = Nd4j.randn(4, 50);
        INDArray weights = network.weight("layer/kernel");
        INDArray bound = Transforms.abs(x).mmul(Transforms.abs(weights));
        INDArray found = run(OnnxModel.of(network).weightsAs(type), List.of(x)).get(0);
        requireWithin(network.predict(List.of(x)).get(0), found, bound.mul(rounding(type)));
    }

    @ParameterizedTest
    @EnumSource(names = {"BFLOAT16", "FLOAT16"})
    void aConvolutionHasHalfTheBytes(WeightType type) throws OrtException {
        Network network = network(Layers.conv2D(64, 3), 9, 9, 16);
        OnnxModel model = OnnxModel.of(network);
        double share = (double) model.weightsAs(type).toBytes().length / model.toBytes().length;
        assertTrue(share > 0.5 && share < 0.53, "share " + share);
        INDArray x = Nd4j.rand(2, 9, 9, 16);
        INDArray found = run(model.weightsAs(type), List.of(x)).get(0);
        double largest = Transforms.abs(network.weight("layer/kernel"))
                .sum(0, 1, 2)
                .maxNumber()
                .doubleValue();
        INDArray expected = network.predict(List.of(x)).get(0);
        requireWithin(expected, found, Nd4j.ones(expected.shape()).mul(largest * rounding(type)));
    }

    @Test
    void wholeNumbersAreOffByHalfAStepOfEach() throws OrtException {
        Network network = network(Layers.dense(7), 50);
        INDArray x = Nd4j.randn(4, 50);
        INDArray weights = network.weight("layer/kernel");
        // a step of x, and the point that stands for 0 is rounded, too
        double step = (Math.max(0, x.maxNumber().doubleValue())
                        - Math.min(0, x.minNumber().doubleValue()))
                / 255;
        INDArray steps = Transforms.abs(weights).max(0).div(127).mul(0.5).broadcast(50, 7);
        INDArray ofWeights = Transforms.abs(x).add(step).mmul(steps);
        INDArray ofX = Nd4j.ones(4, 50).mul(step).mmul(Transforms.abs(weights));
        OnnxModel model = OnnxModel.of(network).weightsAs(WeightType.INT8);
        assertTrue(model.nodes().contains("MatMulInteger"), model.nodes().toString());
        INDArray found = run(model, List.of(x)).get(0);
        requireWithin(network.predict(List.of(x)).get(0), found, ofWeights.add(ofX));
    }

    /** As docs/onnx.md and {@link WeightType#INT8} have it. */
    @Test
    void wholeNumbersHaveOneScaleForTheWholeBatch() throws OrtException {
        Network network = network(Layers.dense(1), 1);
        network.setWeight("layer/kernel", Nd4j.createFromArray(new float[][] {{1}}));
        OnnxModel model = OnnxModel.of(network).weightsAs(WeightType.INT8);
        assertEquals(0.5f, first(model, 0.5f, 1), 0.01);
        assertEquals(0, first(model, 0.5f, 1e6f));
        assertEquals(Float.NaN, first(model, 0.5f, Float.POSITIVE_INFINITY));
    }

    /** What comes out of the first of two examples. */
    private static float first(OnnxModel model, float example, float other) throws OrtException {
        INDArray x = Nd4j.createFromArray(new float[][] {{example}, {other}});
        return run(model, List.of(x)).get(0).getFloat(0, 0);
    }

    @Test
    void onlyTheChosenLayersAreRounded() {
        GraphBuilder g = GraphBuilder.named("Two");
        Wire hidden = g.apply("hidden", Layers.dense(8), g.input("x", 5));
        Network network = Network.create(
                g.output(g.apply("hidden2", Layers.dense(2), hidden)).build(), 1);
        OnnxModel model = OnnxModel.of(network).weightsAs(WeightType.BFLOAT16, List.of("hidden"));
        assertEquals(1, model.nodes().stream().filter("Cast"::equals).count());
        assertEquals(
                List.of("DynamicQuantizeLinear"),
                model.weightsAs(WeightType.INT8).nodes().stream()
                        .filter("DynamicQuantizeLinear"::equals)
                        .toList());
    }

    @Test
    void allLayersByTheirNamesAreAllLayers() {
        for (Graph graph : Gallery.graphs()) {
            OnnxModel model = OnnxModel.of(Network.create(graph, 1));
            List<String> layers = graph.nodes().stream().map(Node::name).toList();
            assertArrayEquals(
                    model.weightsAs(WeightType.BFLOAT16).toBytes(),
                    model.weightsAs(WeightType.BFLOAT16, layers).toBytes(),
                    graph.name());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLayerThatIsNotThereIsRefused(WeightType type) {
        OnnxModel model = OnnxModel.of(network(Layers.dense(2), 3));
        Exception slip =
                assertThrows(IllegalArgumentException.class, () -> model.weightsAs(type, List.of("layer", "layr")));
        assertEquals("model 'Rounded' has no layer 'layr', did you mean 'layer'?", slip.getMessage());
        Exception other =
                assertThrows(IllegalArgumentException.class, () -> model.weightsAs(type, List.of("misspelt")));
        assertEquals("model 'Rounded' has no layer 'misspelt'; its layers are layer", other.getMessage());
    }

    @Test
    void aSharedWeightIsRoundedByTheNameOfEitherLayer() {
        GraphBuilder g = GraphBuilder.named("Shared");
        Wire first = g.apply("first", Layers.dense(5), g.input("x", 5));
        Network network =
                Network.create(g.output(g.applyAgain("second", first, first)).build(), 1);
        for (String layer : List.of("first", "second")) {
            OnnxModel model = OnnxModel.of(network).weightsAs(WeightType.BFLOAT16, List.of(layer));
            assertTrue(model.nodes().contains("Cast"), layer);
        }
    }

    @Test
    void aWeightThatDoesNotFitIsNamed() {
        Network network = network(Layers.dense(2), 1);
        network.setWeight("layer/kernel", Nd4j.createFromArray(new float[][] {{1, 1e6f}}));
        Exception half = assertThrows(
                IllegalArgumentException.class, () -> OnnxModel.of(network).weightsAs(WeightType.FLOAT16));
        assertTrue(String.valueOf(half.getMessage()).contains("'layer/kernel' has the number 1000000.0"));
        network.setWeight("layer/kernel", Nd4j.createFromArray(new float[][] {{1, -Float.MAX_VALUE}}));
        Exception brain = assertThrows(
                IllegalArgumentException.class, () -> OnnxModel.of(network).weightsAs(WeightType.BFLOAT16));
        assertEquals(
                "weight 'layer/kernel' has the number -3.4028235E38, and bfloat16 none above 3.3895314E38: leave this"
                        + " layer out",
                brain.getMessage());
        network.setWeight("layer/kernel", Nd4j.createFromArray(new float[][] {{0x1.fep127f, Float.POSITIVE_INFINITY}}));
        assertTrue(OnnxModel.of(network).weightsAs(WeightType.BFLOAT16).nodes().contains("Cast"));
        network.setWeight("layer/kernel", Nd4j.createFromArray(new float[][] {{1, Float.NaN}}));
        Exception whole = assertThrows(
                IllegalArgumentException.class, () -> OnnxModel.of(network).weightsAs(WeightType.INT8));
        assertTrue(String.valueOf(whole.getMessage()).contains("leave this layer out"));
    }

    @ParameterizedTest
    @EnumSource(names = {"BFLOAT16", "FLOAT16"})
    void suchAFileIsReadAsAModel(WeightType type, @TempDir Path folder) {
        Network network = network(Layers.conv2D(4, 3), 9, 9, 2);
        Path file = folder.resolve("model.onnx");
        OnnxModel.of(network).weightsAs(type).write(file);
        Network read = OnnxImport.read(file).network();
        INDArray kernel = network.weight("layer/kernel");
        requireWithin(
                kernel, read.weight("layer/kernel"), Transforms.abs(kernel).mul(rounding(type)));
    }

    /** The table of docs/onnx.md. */
    @Test
    @SuppressWarnings("SystemOut") // what it is for
    @EnabledIfSystemProperty(named = "onnx.sizes", matches = "true")
    void sizesAndDifferencesOfTheGallery() throws OrtException {
        for (Graph graph : Gallery.graphs()) {
            Network network = Network.create(graph, 1);
            List<INDArray> inputs = new ArrayList<>();
            for (Graph.Input input : graph.inputs()) {
                long[] shape = LongStream.concat(
                                LongStream.of(64),
                                LongStream.of(input.type().shape().sizes()))
                        .toArray();
                inputs.add(
                        input.type().dtype() == DType.FLOAT32
                                ? Nd4j.rand(shape)
                                : Nd4j.rand(shape).mul(20).castTo(DataType.INT32));
            }
            INDArray expected = network.predict(inputs).get(0);
            OnnxModel model = OnnxModel.of(network);
            StringBuilder row =
                    new StringBuilder(String.format("| %s | %d |", graph.name(), model.toBytes().length / 1024));
            for (WeightType type : WeightType.values()) {
                OnnxModel narrow = model.weightsAs(type);
                INDArray found = run(narrow, inputs).get(0);
                row.append(String.format(
                        " %d, %.1e |",
                        narrow.toBytes().length / 1024,
                        Transforms.abs(found.sub(expected)).maxNumber().doubleValue()
                                / Transforms.abs(expected).maxNumber().doubleValue()));
            }
            System.out.println(row);
        }
    }

    private static void requireWithin(INDArray expected, INDArray found, INDArray bound) {
        for (long i = 0; i < expected.length(); i++) {
            double difference = Math.abs(expected.getDouble(i) - found.getDouble(i));
            assertTrue(
                    difference <= bound.getDouble(i) + FLOAT * (1 + Math.abs(expected.getDouble(i))),
                    difference + " at " + i + ", bound " + bound.getDouble(i));
        }
    }

    private static List<INDArray> run(OnnxModel model, List<INDArray> inputs) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(model.toBytes())) {
            Map<String, OnnxTensor> tensors = new HashMap<>();
            for (int i = 0; i < inputs.size(); i++) {
                INDArray input = inputs.get(i).dup('c');
                tensors.put(
                        model.inputs().get(i),
                        input.dataType().isFPType()
                                ? OnnxTensor.createTensor(
                                        environment,
                                        FloatBuffer.wrap(input.data().asFloat()),
                                        input.shape())
                                : OnnxTensor.createTensor(
                                        environment, IntBuffer.wrap(input.data().asInt()), input.shape()));
            }
            try (OrtSession.Result result = session.run(tensors)) {
                List<INDArray> outputs = new ArrayList<>();
                for (var entry : result) {
                    OnnxTensor tensor = (OnnxTensor) entry.getValue();
                    FloatBuffer numbers = tensor.getFloatBuffer();
                    float[] values = new float[numbers.remaining()];
                    numbers.get(values);
                    outputs.add(Nd4j.createFromArray(values)
                            .reshape(tensor.getInfo().getShape()));
                }
                return outputs;
            } finally {
                tensors.values().forEach(OnnxTensor::close);
            }
        }
    }
}
