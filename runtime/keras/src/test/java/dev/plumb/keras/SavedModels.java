package dev.plumb.keras;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.ActivationFunction.TANH;
import static dev.plumb.dsl.Padding.SAME;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.compose.ModelLayer;
import dev.plumb.graph.shape.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The models of {@code src/test/fixtures/generate.py}, and what Keras wrote of them. */
final class SavedModels {
    private static final Path FOLDER = Path.of("src/test/resources/keras");

    private SavedModels() {}

    static Path file(String name) {
        return FOLDER.resolve(name);
    }

    static Graph graph(String name) {
        return switch (name) {
            case "images" -> images();
            case "sequences" -> sequences();
            default -> nested();
        };
    }

    private static Graph images() {
        GraphBuilder g = GraphBuilder.named("images");
        Wire y = g.apply("first", Layers.conv2D(4, 3).padding(SAME), g.input("image", 8, 8, 3));
        y = g.apply("normal", Layers.batchNormalization(), y);
        y = g.apply("slopes", Layers.pReLU().sharedAxes(1, 2), y);
        Wire a = g.apply("depthwise", Layers.depthwiseConv2D(3).padding(SAME), y);
        Wire b = g.apply("separable", Layers.separableConv2D(4, 3).padding(SAME), y);
        Wire c = g.apply("pointwise", Layers.conv2D(4, 1).useBias(false), y);
        y = g.apply("groups", Layers.groupNormalization().groups(2), g.apply("sum", Layers.add(), a, b, c));
        y = g.apply("larger", Layers.conv2DTranspose(2, 2).strides(2), y);
        y = g.apply("unscaled", Layers.batchNormalization().scale(false), y);
        y = g.apply("pooled", Layers.globalAveragePooling2D(), y);
        return g.output(g.apply("classes", Layers.dense(3).activation(SOFTMAX), y))
                .build();
    }

    private static Graph sequences() {
        GraphBuilder g = GraphBuilder.named("sequences");
        Wire y = g.apply("words", Layers.embedding(11, 5), g.input("tokens", Shape.of(6), DType.INT32));
        y = g.apply("grams", Layers.conv1D(4, 3).padding(SAME), y);
        y = g.apply("separable", Layers.separableConv1D(4, 3).padding(SAME), y);
        y = g.apply("depthwise", Layers.depthwiseConv1D(3).padding(SAME), y);
        y = g.apply("transposed", Layers.conv1DTranspose(4, 3).padding(SAME), y);
        y = g.apply("normal", Layers.layerNormalization(), y);
        y = g.apply("both", Layers.bidirectional(Layers.lstm(3).returnSequences(true)), y);
        y = g.apply("attention", Layers.multiHeadAttention(2, 3), y, y);
        y = g.apply("each", Layers.timeDistributed(Layers.dense(4).activation(TANH)), y);
        y = g.apply("gates", Layers.gru(3).returnSequences(true), y);
        y = g.apply("older_gates", Layers.gru(3).returnSequences(true).resetAfter(false), y);
        y = g.apply("memory", Layers.lstm(3), y);
        return g.output(g.apply("scores", Layers.dense(2), y)).build();
    }

    private static Graph nested() {
        GraphBuilder encoder = GraphBuilder.named("encoder");
        Wire hidden = encoder.apply("hidden", Layers.dense(5).activation(RELU), encoder.input("inner_in", 4));
        Graph code =
                encoder.output(encoder.apply("code", Layers.dense(3), hidden)).build();
        GraphBuilder decoder = GraphBuilder.named("decoder");
        Wire back = decoder.apply("hidden", Layers.dense(5).activation(RELU), decoder.input("code", 3));
        Graph decoded =
                decoder.output(decoder.apply("back", Layers.dense(4), back)).build();
        GraphBuilder g = GraphBuilder.named("nested");
        Wire y = g.apply("encoder", ModelLayer.of(code), g.apply("before", Layers.dense(4), g.input("x", 4)));
        y = g.apply("decoder", ModelLayer.of(decoded), y);
        return g.output(g.apply("y", Layers.dense(1), y)).build();
    }

    /** What Keras computed with the weights of a model, and from what: two examples. */
    record Case(INDArray input, INDArray output) {
        static Case of(String name) {
            try {
                Map<String, Object> fields = JSON.std.mapFrom(Files.readString(file(name + ".json")));
                Graph graph = graph(name);
                return new Case(
                        array(fields.get("input"), graph.inputs().get(0).type().shape()),
                        array(
                                fields.get("output"),
                                graph.outputs().get(0).type().shape()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static INDArray array(Object values, Shape example) {
            double[] numbers = ((List<?>) values)
                    .stream()
                            .mapToDouble(value -> ((Number) value).doubleValue())
                            .toArray();
            long[] sizes = new long[example.rank() + 1];
            sizes[0] = numbers.length / example.elements().size();
            System.arraycopy(example.sizes(), 0, sizes, 1, example.rank());
            return Nd4j.createFromArray(numbers).castTo(DataType.FLOAT).reshape(sizes);
        }
    }
}
