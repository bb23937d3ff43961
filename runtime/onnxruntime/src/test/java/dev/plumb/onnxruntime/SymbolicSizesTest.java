package dev.plumb.onnxruntime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.Padding;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.runtime.Network;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** One ONNX model does for all sizes: each is predicted at several lengths and numbers of examples, shorter and longer than those at which it was looked at. */
final class SymbolicSizesTest {
    private static final int[] LENGTHS = {4, 7, 32, 61, 140};

    static Stream<String> sequences() {
        return layers().keySet().stream();
    }

    /** Layers over (time, 6). */
    private static Map<String, LayerSpec> layers() {
        Map<String, LayerSpec> layers = new TreeMap<>();
        layers.put("LSTM", Layers.lstm(5).returnSequences(true));
        layers.put("LSTM backwards", Layers.lstm(5).goBackwards(true));
        layers.put("GRU", Layers.gru(5));
        layers.put("GRU resetting before", Layers.gru(5).resetAfter(false).returnSequences(true));
        layers.put("SimpleRNN", Layers.simpleRNN(5).returnSequences(true));
        layers.put("Bidirectional", Layers.bidirectional(Layers.lstm(4).returnSequences(true)));
        layers.put("Conv1D", Layers.conv1D(3, 3));
        layers.put("Conv1D same", Layers.conv1D(3, 3).padding(Padding.SAME));
        layers.put(
                "Conv1D same, two steps",
                Layers.conv1D(3, 3).padding(Padding.SAME).strides(2));
        layers.put(
                "Conv1D same, three steps",
                Layers.conv1D(3, 4).padding(Padding.SAME).strides(3));
        layers.put("Conv1DTranspose", Layers.conv1DTranspose(3, 3).strides(2));
        layers.put("MaxPooling1D", Layers.maxPooling1D());
        layers.put("GlobalAveragePooling1D", Layers.globalAveragePooling1D());
        layers.put("TimeDistributed", Layers.timeDistributed(Layers.dense(4)));
        layers.put("Dense", Layers.dense(4));
        layers.put("ZeroPadding1D", Layers.zeroPadding1D());
        layers.put("UpSampling1D", Layers.upSampling1D());
        layers.put("LayerNormalization", Layers.layerNormalization());
        layers.put("GroupNormalization", Layers.groupNormalization().groups(2));
        layers.put("BatchNormalization", Layers.batchNormalization());
        return layers;
    }

    @ParameterizedTest
    @MethodSource("sequences")
    void aSequenceMayBeOfAnyLength(String name) {
        GraphBuilder g = GraphBuilder.named("Sequence");
        Wire x = g.input("x", Shape.parse("time", "6"), DType.FLOAT32);
        requireSame(g.output(g.apply("layer", layers().get(name), x)).build());
    }

    @Test
    void anAttentionMayBeOfAnyLength() {
        GraphBuilder g = GraphBuilder.named("Attending");
        Wire x = g.input("x", Shape.parse("time", "6"), DType.FLOAT32);
        Wire seen = g.apply("attention", Layers.multiHeadAttention(2, 3).useCausalMask(true), x, x);
        requireSame(
                g.output(g.apply("normal", Layers.layerNormalization(), seen)).build());
    }

    @Test
    void aMaskGoesWithItsSequence() {
        GraphBuilder g = GraphBuilder.named("Masked");
        Wire x = g.input("x", Shape.parse("time", "6"), DType.FLOAT32);
        Wire masked = g.apply("masked", Layers.masking(), x);
        Wire read = g.apply("read", Layers.lstm(5).returnSequences(true), masked);
        requireSame(g.output(g.apply("both", Layers.bidirectional(Layers.gru(3)), read))
                .build());
    }

    @Test
    void twoSequencesHaveLengthsOfTheirOwn() {
        GraphBuilder g = GraphBuilder.named("Joined");
        Wire left = g.input("left", Shape.parse("time", "6"), DType.FLOAT32);
        Wire right = g.input("right", Shape.parse("steps", "6"), DType.FLOAT32);
        Wire joined = g.apply("joined", Layers.concatenate().axis(1), left, right);
        Graph graph = g.output(g.apply("read", Layers.gru(4).returnSequences(true), joined))
                .build();
        Network network = Network.create(graph, 1);
        Network other = network.on(OnnxRuntime.cpu());
        for (int length : LENGTHS) {
            List<INDArray> inputs = List.of(Nd4j.rand(3, length, 6), Nd4j.rand(3, 2 * length + 1, 6));
            Close.assertClose(network.predict(inputs), other.predict(inputs));
        }
    }

    private static void requireSame(Graph graph) {
        Network network = Network.create(graph, 1);
        Network other = network.on(OnnxRuntime.cpu());
        for (int length : LENGTHS) {
            INDArray x = Nd4j.rand(length % 5 + 1, length, 6);
            x.get(NDArrayIndex.point(0), NDArrayIndex.interval(1, 3)).assign(0);
            Close.assertClose(network.predict(List.of(x)), other.predict(List.of(x)));
        }
    }

    @Test
    void theFirstPredictionAfterTrainingHasTheNewWeights() {
        GraphBuilder g = GraphBuilder.named("Trained");
        Network network = Network.create(
                g.output(g.apply("out", Layers.dense(2), g.input("x", 3))).build(), 1);
        Network other = network.on(OnnxRuntime.cpu());
        INDArray x = Nd4j.rand(4, 3);
        Close.assertClose(network.predict(List.of(x)), other.predict(List.of(x)));
        network.setWeight("out/kernel", Nd4j.rand(3, 2));
        Close.assertClose(network.predict(List.of(x)), other.predict(List.of(x)));
        assertEquals(network.weight("out/kernel"), other.weight("out/kernel"));
    }
}
