package dev.plumb.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Shape;
import dev.plumb.runtime.Network;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What is written is read as the layers that it was, or as others that compute the same. */
final class ReadAgainTest {
    private static final double TOLERANCE = 1e-5;

    @TempDir
    Path folder;

    private OnnxImport again(Network network) {
        Path file = folder.resolve("model.onnx");
        OnnxModel.of(network).write(file);
        return OnnxImport.read(file);
    }

    private void requireSame(Network network, OnnxImport read) {
        long[] sizes = network.graph().inputs().get(0).type().shape().sizes();
        long[] shape = new long[sizes.length + 1];
        shape[0] = 3;
        System.arraycopy(sizes, 0, shape, 1, sizes.length);
        INDArray x = Nd4j.rand(shape);
        INDArray known = network.predict(List.of(x)).get(0);
        INDArray found = read.network().predict(List.of(x)).get(0);
        assertEquals(0, known.sub(found).amaxNumber().doubleValue(), TOLERANCE);
    }

    static List<Graph> asTheyWere() {
        GraphBuilder heads = GraphBuilder.named("Heads");
        Wire x = heads.input("x", 5, 8);
        Wire attended = heads.apply("attended", Layers.multiHeadAttention(2, 3).valueDim(4), x);
        Wire grouped = heads.apply(
                "grouped",
                Layers.groupQueryAttention(4, 4, 2).useCausalMask(true).useBias(false),
                attended,
                x);
        heads.output(heads.apply("crossed", Layers.multiHeadAttention(2, 4).outputShape(6), grouped, x, attended));
        GraphBuilder larger = GraphBuilder.named("Larger");
        Wire image = larger.input("image", 3, 2, 4);
        larger.output(larger.apply("larger", Layers.upSampling2D().value(2, 3), image));
        GraphBuilder repeated = GraphBuilder.named("Repeated");
        repeated.output(repeated.apply("repeated", Layers.repeatVector(3), repeated.input("x", 4)));
        GraphBuilder gelu = GraphBuilder.named("Gelu");
        gelu.output(gelu.apply("gelu", Layers.activation(ActivationFunction.GELU), gelu.input("x", 4)));
        return List.of(heads.build(), larger.build(), repeated.build(), gelu.build());
    }

    @ParameterizedTest
    @MethodSource("asTheyWere")
    void layersAreWhatTheyWere(Graph graph) {
        Network network = Network.create(graph, 1);
        OnnxImport read = again(network);
        assertEquals(layers(graph), layers(read.graph()));
        requireSame(network, read);
    }

    private static List<String> layers(Graph graph) {
        return graph.nodes().stream()
                .map(node -> node.name() + " = " + node.spec().describe())
                .toList();
    }

    @Test
    void theMaskOfAnAttentionIsAnInputOfIt() {
        GraphBuilder g = GraphBuilder.named("Masked");
        Wire x = g.input("x", 4, 6);
        Wire mask = g.input("mask", Shape.of(4, 4), DType.FLOAT32);
        Wire y = g.apply("attended", Layers.multiHeadAttention(2, 3), x, x, x, mask);
        Network network = Network.create(g.output(y).build(), 1);
        OnnxImport read = again(network);
        assertEquals(layers(network.graph()), layers(read.graph()));
        INDArray seen = Nd4j.rand(2, 4, 4).gt(0.5).castTo(org.nd4j.linalg.api.buffer.DataType.FLOAT);
        List<INDArray> inputs = List.of(Nd4j.rand(2, 4, 6), seen);
        INDArray difference = network.predict(inputs)
                .get(0)
                .sub(read.network().predict(inputs).get(0));
        assertEquals(0, difference.amaxNumber().doubleValue(), TOLERANCE);
    }

    /** Rows are no columns, also where both have one size. */
    @Test
    void aMatrixMeetsItsTranspose() {
        GraphBuilder g = GraphBuilder.named("Symmetric");
        Wire x = g.input("x", 4, 4);
        Network sum = Network.create(
                g.output(g.apply("sum", Layers.add(), x, g.apply("across", Layers.permute(2, 1), x)))
                        .build(),
                1);
        requireSame(sum, again(sum));
        GraphBuilder outer = GraphBuilder.named("Outer");
        Wire v = outer.input("v", 3);
        Wire column = outer.apply("column", Layers.reshape(3, 1), v);
        Wire row = outer.apply("row", Layers.reshape(1, 3), v);
        Network product = Network.create(
                outer.output(outer.apply("product", Layers.multiply(), column, row))
                        .build(),
                1);
        requireSame(product, again(product));
    }
}
