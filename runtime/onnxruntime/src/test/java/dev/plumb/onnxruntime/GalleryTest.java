package dev.plumb.onnxruntime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.compile.Gallery;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Whole models. */
final class GalleryTest {
    private static final int EXAMPLES = 3;

    static List<Graph> models() {
        return Gallery.graphs();
    }

    @ParameterizedTest
    @MethodSource("models")
    void predictsTheSame(Graph graph) {
        Network network = Network.create(graph, 1);
        List<INDArray> inputs = new ArrayList<>();
        for (Graph.Input input : graph.inputs()) {
            long[] shape = LongStream.concat(
                            LongStream.of(EXAMPLES),
                            LongStream.of(input.type().shape().sizes()))
                    .toArray();
            boolean isFloat = input.type().dtype() == DType.FLOAT32;
            inputs.add(isFloat ? Nd4j.rand(shape) : Nd4j.zeros(DataType.INT32, shape));
        }
        Close.assertClose(network.predict(inputs), network.on(OnnxRuntime.cpu()).predict(inputs));
    }

    private static Network dense() {
        GraphBuilder g = GraphBuilder.named("Dense");
        return Network.create(
                g.output(g.apply("out", Layers.dense(2), g.input("x", 3))).build(), 1);
    }

    @Test
    void weightsThatAreNoNumbersStayNone() {
        Network network = dense();
        network.setWeight("out/bias", Nd4j.createFromArray(Float.NaN, Float.POSITIVE_INFINITY));
        float[] result = network.on(OnnxRuntime.cpu()).predict(new float[] {1, 2, 3});
        assertTrue(Float.isNaN(result[0]) && result[1] == Float.POSITIVE_INFINITY);
    }

    @Test
    void sessionsAndSingleExamplesGoToTheBackend() {
        Network network = dense();
        Network other = network.on(OnnxRuntime.cpu().threads(1));
        float[] x = {1, 2, 3};
        float[] expected = network.predict(x);
        Close.assertClose(List.of(Nd4j.createFromArray(expected)), List.of(Nd4j.createFromArray(other.predict(x))));
        try (Session session = other.session(1, Map.of())) {
            session.input("x").put(0, x);
            session.run();
            float[] found = new float[2];
            session.output("out").get(0, found);
            Close.assertClose(List.of(Nd4j.createFromArray(expected)), List.of(Nd4j.createFromArray(found)));
        }
    }
}
