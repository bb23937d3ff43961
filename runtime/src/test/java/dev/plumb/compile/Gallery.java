package dev.plumb.compile;

import static dev.plumb.dsl.ActivationFunction.GELU;
import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SIGMOID;
import static dev.plumb.dsl.ActivationFunction.SILU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.Metric;
import dev.plumb.dsl.Padding;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.spec.LayerSpec;
import java.util.List;

/** Models of the kinds that people build, in sizes at which their speed matters. */
public final class Gallery {

    private Gallery() {}

    /** All of them. */
    public static List<Graph> graphs() {
        return List.of(
                classifier(),
                regression(),
                convolutional(),
                residual(),
                separable(),
                autoencoder(),
                signals(),
                recurrent(Layers.lstm(64)),
                recurrent(Layers.gru(64)),
                sentences(),
                tagger(),
                encoder(),
                gated());
    }

    /** An encoder block: 64 steps of 128 features, 8 heads, 512 in the middle. */
    public static Graph encoder() {
        GraphBuilder g = GraphBuilder.named("Encoder");
        Wire x = g.input("x", 64, 128);
        Wire attended = g.apply("attention", Layers.multiHeadAttention(8, 16), x, x);
        Wire first = g.apply("norm1", Layers.layerNormalization(), g.apply("add1", Layers.add(), x, attended));
        Wire wide = g.apply("wide", dense(512, RELU), first);
        Wire narrow = g.apply("narrow", Layers.dense(128), wide);
        Wire second = g.apply("norm2", Layers.layerNormalization(), g.apply("add2", Layers.add(), first, narrow));
        Wire pooled = g.apply("pooled", Layers.globalAveragePooling1D(), second);
        Wire classes = g.apply("classes", dense(10, SOFTMAX), pooled);
        return g.output(classes, Loss.Spec.of(LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY), Metric.ACCURACY)
                .build();
    }

    /** A recurrent layer of 64 units over 20 steps of 50 features. */
    public static Graph recurrent(LayerSpec layer) {
        return recurrent(layer, 20);
    }

    static Graph recurrent(LayerSpec layer, int steps) {
        GraphBuilder g = GraphBuilder.named(layer.layerName());
        Wire read = g.apply("read", layer, g.input("x", steps, 50));
        Wire value = g.apply("value", Layers.dense(1), read);
        return g.output(value, Loss.Spec.of(LossFunction.MEAN_SQUARED_ERROR), Metric.MAE)
                .build();
    }

    private static Graph classifier() {
        GraphBuilder g = GraphBuilder.named("Classifier");
        Wire hidden = g.apply("hidden", dense(128, RELU), g.input("features", 100));
        Wire dropped = g.apply("dropped", Layers.dropout(0.3), hidden);
        Wire normal = g.apply("normal", Layers.batchNormalization(), dropped);
        Wire smooth = g.apply("smooth", dense(64, GELU), normal);
        Wire classes = g.apply("classes", dense(10, SOFTMAX), smooth);
        return g.output(classes, Loss.Spec.of(LossFunction.CATEGORICAL_CROSSENTROPY), Metric.ACCURACY)
                .build();
    }

    private static Graph regression() {
        GraphBuilder g = GraphBuilder.named("Regression");
        Wire x = g.input("x", 100);
        Wire left = g.apply("left", dense(64, ActivationFunction.ELU), x);
        Wire right = g.apply("right", dense(64, ActivationFunction.TANH), x);
        Wire both = g.apply("both", Layers.concatenate(), left, right);
        Wire sloped = g.apply("sloped", Layers.pReLU(), both);
        Wire price = g.apply("price", Layers.dense(40), sloped);
        Wire chance = g.apply("chance", dense(40, SIGMOID), sloped);
        return g.output(price, Loss.Spec.of(LossFunction.MEAN_ABSOLUTE_ERROR), Metric.MAE)
                .output(chance, Loss.Spec.of(LossFunction.BINARY_CROSSENTROPY), Metric.BINARY_ACCURACY)
                .build();
    }

    private static Graph convolutional() {
        GraphBuilder g = GraphBuilder.named("Convolutional");
        Wire image = g.input("image", 28, 28, 1);
        Wire first = g.apply("first", conv(32, Padding.VALID, RELU), image);
        Wire half = g.apply("half", Layers.maxPooling2D().poolSize(2, 2), first);
        Wire second = g.apply("second", conv(64, Padding.VALID, RELU), half);
        Wire quarter = g.apply("quarter", Layers.averagePooling2D(2, 2), second);
        Wire flat = g.apply("flat", Layers.flatten(), quarter);
        Wire classes = g.apply("classes", dense(10, SOFTMAX), flat);
        return g.output(classes, Loss.Spec.of(LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY), Metric.ACCURACY)
                .build();
    }

    private static Graph residual() {
        GraphBuilder g = GraphBuilder.named("Residual");
        Wire image = g.input("image", 16, 16, 3);
        Wire first = g.apply("first", conv(32, Padding.SAME, RELU), image);
        Wire inner = g.apply("inner", conv(32, Padding.SAME, ActivationFunction.LINEAR), first);
        Wire normal = g.apply("normal", Layers.batchNormalization(), inner);
        Wire sum = g.apply("sum", Layers.add(), normal, first);
        Wire active = g.apply("active", Layers.activation(RELU), sum);
        Wire grouped = g.apply("grouped", Layers.groupNormalization().groups(8), active);
        Wire pooled = g.apply("pooled", Layers.globalAveragePooling2D(), grouped);
        Wire classes = g.apply("classes", dense(10, SOFTMAX), pooled);
        return g.output(classes, Loss.Spec.of(LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY))
                .build();
    }

    private static Graph separable() {
        GraphBuilder g = GraphBuilder.named("Separable");
        Wire image = g.input("image", 16, 16, 8);
        Wire padded = g.apply("padded", Layers.zeroPadding2D(), image);
        Wire deep = g.apply("deep", Layers.depthwiseConv2D(3, 3), padded);
        Wire split = g.apply("split", Layers.separableConv2D(32, 3, 3).activation(SILU), deep);
        Wire pooled = g.apply("pooled", Layers.globalAveragePooling2D(), split);
        Wire value = g.apply("value", Layers.dense(1), pooled);
        return g.output(value, Loss.Spec.of(LossFunction.MEAN_SQUARED_ERROR)).build();
    }

    private static Graph autoencoder() {
        GraphBuilder g = GraphBuilder.named("Autoencoder");
        Wire image = g.input("image", 16, 16, 1);
        Wire down = g.apply(
                "down",
                Layers.conv2D(16, 3, 3).strides(2, 2).padding(Padding.SAME).activation(RELU),
                image);
        Wire up = g.apply(
                "up",
                Layers.conv2DTranspose(16, 3, 3)
                        .strides(2, 2)
                        .padding(Padding.SAME)
                        .activation(RELU),
                down);
        Wire small = g.apply("small", Layers.maxPooling2D().poolSize(2, 2), up);
        Wire large = g.apply("large", Layers.upSampling2D(), small);
        Wire pixels = g.apply("pixels", conv(1, Padding.SAME, SIGMOID), large);
        return g.output(pixels, Loss.Spec.of(LossFunction.BINARY_CROSSENTROPY)).build();
    }

    private static Graph signals() {
        GraphBuilder g = GraphBuilder.named("Signals");
        Wire signal = g.input("signal", 100, 4);
        Wire first = g.apply("first", Layers.conv1D(32, 5).activation(RELU), signal);
        Wire half = g.apply("half", Layers.maxPooling1D().poolSize(2), first);
        Wire dropped = g.apply("dropped", Layers.spatialDropout1D(0.2), half);
        Wire most = g.apply("most", Layers.globalMaxPooling1D(), dropped);
        Wire classes = g.apply("classes", dense(4, SOFTMAX), most);
        return g.output(classes, Loss.Spec.of(LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY))
                .build();
    }

    private static Graph sentences() {
        GraphBuilder g = GraphBuilder.named("Sentences");
        Wire ids = g.input("ids", Shape.of(20), DType.INT32);
        Wire words = g.apply("words", Layers.embedding(500, 32).maskZero(true), ids);
        LayerSpec lstm = Layers.lstm(32);
        Wire read = g.apply("read", Layers.bidirectional(lstm), words);
        Wire positive = g.apply("positive", dense(1, SIGMOID), read);
        return g.output(positive, Loss.Spec.of(LossFunction.BINARY_CROSSENTROPY), Metric.BINARY_ACCURACY)
                .build();
    }

    private static Graph tagger() {
        GraphBuilder g = GraphBuilder.named("Tagger");
        Wire ids = g.input("ids", Shape.of(24), DType.INT32);
        Wire words = g.apply("words", Layers.embedding(500, 64).maskZero(true), ids);
        Wire attended = g.apply(
                "attention", Layers.multiHeadAttention(4, 16).dropout(0.1).useCausalMask(true), words, words);
        Wire sum = g.apply("sum", Layers.add(), words, attended);
        Wire normal = g.apply("normal", Layers.layerNormalization(), sum);
        LayerSpec each = Layers.dense(12).activation(SOFTMAX);
        Wire tags = g.apply("tags", Layers.timeDistributed(each), normal);
        return g.output(tags, Loss.Spec.of(LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY), Metric.ACCURACY)
                .build();
    }

    private static Graph gated() {
        GraphBuilder g = GraphBuilder.named("Gated");
        Wire x = g.input("x", 64, 32);
        Wire gate = g.apply("gate", dense(64, SIGMOID), x);
        Wire signal = g.apply("signal", dense(64, ActivationFunction.TANH), x);
        Wire product = g.apply("product", Layers.multiply(), gate, signal);
        Wire smooth = g.apply("smooth", Layers.activation(ActivationFunction.MISH), product);
        Wire steps = g.apply("steps", dense(3, ActivationFunction.LINEAR), smooth);
        return g.output(steps, Loss.Spec.of(LossFunction.MEAN_ABSOLUTE_ERROR)).build();
    }

    private static LayerSpec dense(int units, ActivationFunction activation) {
        return Layers.dense(units).activation(activation);
    }

    private static LayerSpec conv(int filters, Padding padding, ActivationFunction activation) {
        return Layers.conv2D(filters, 3, 3).padding(padding).activation(activation);
    }
}
