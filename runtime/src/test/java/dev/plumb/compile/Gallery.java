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
import dev.plumb.dsl.MergeMode;
import dev.plumb.dsl.Metric;
import dev.plumb.dsl.Padding;
import dev.plumb.dsl.layer.Activation;
import dev.plumb.dsl.layer.Add;
import dev.plumb.dsl.layer.AveragePooling2D;
import dev.plumb.dsl.layer.BatchNormalization;
import dev.plumb.dsl.layer.Bidirectional;
import dev.plumb.dsl.layer.Concatenate;
import dev.plumb.dsl.layer.Conv1D;
import dev.plumb.dsl.layer.Conv2D;
import dev.plumb.dsl.layer.Conv2DTranspose;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.DepthwiseConv2D;
import dev.plumb.dsl.layer.Dropout;
import dev.plumb.dsl.layer.Embedding;
import dev.plumb.dsl.layer.Flatten;
import dev.plumb.dsl.layer.GRU;
import dev.plumb.dsl.layer.GlobalAveragePooling1D;
import dev.plumb.dsl.layer.GlobalAveragePooling2D;
import dev.plumb.dsl.layer.GlobalMaxPooling1D;
import dev.plumb.dsl.layer.GroupNormalization;
import dev.plumb.dsl.layer.LSTM;
import dev.plumb.dsl.layer.LayerNormalization;
import dev.plumb.dsl.layer.MaxPooling1D;
import dev.plumb.dsl.layer.MaxPooling2D;
import dev.plumb.dsl.layer.MultiHeadAttention;
import dev.plumb.dsl.layer.Multiply;
import dev.plumb.dsl.layer.PReLU;
import dev.plumb.dsl.layer.SeparableConv2D;
import dev.plumb.dsl.layer.SpatialDropout1D;
import dev.plumb.dsl.layer.TimeDistributed;
import dev.plumb.dsl.layer.UpSampling2D;
import dev.plumb.dsl.layer.ZeroPadding2D;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Wire;
import dev.plumb.graph.build.GraphBuilder;
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
                recurrent(LSTM.Spec.class),
                recurrent(GRU.Spec.class),
                sentences(),
                tagger(),
                encoder(),
                gated());
    }

    /** An encoder block: 64 steps of 128 features, 8 heads, 512 in the middle. */
    public static Graph encoder() {
        GraphBuilder g = GraphBuilder.named("Encoder");
        Wire x = g.input("x", 64, 128);
        Wire attended =
                g.apply("attention", LayerSpec.of(MultiHeadAttention.Spec.class, "numHeads", 8, "keyDim", 16), x, x);
        Wire first = g.apply(
                "norm1",
                LayerSpec.of(LayerNormalization.Spec.class),
                g.apply("add1", LayerSpec.of(Add.Spec.class), x, attended));
        Wire wide = g.apply("wide", dense(512, RELU), first);
        Wire narrow = g.apply("narrow", LayerSpec.of(Dense.Spec.class, "units", 128), wide);
        Wire second = g.apply(
                "norm2",
                LayerSpec.of(LayerNormalization.Spec.class),
                g.apply("add2", LayerSpec.of(Add.Spec.class), first, narrow));
        Wire pooled = g.apply("pooled", LayerSpec.of(GlobalAveragePooling1D.Spec.class), second);
        Wire classes = g.apply("classes", dense(10, SOFTMAX), pooled);
        return g.output(classes, Loss.Spec.of(LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY), Metric.ACCURACY)
                .build();
    }

    /** A recurrent layer of 64 units over 20 steps of 50 features. */
    public static Graph recurrent(Class<? extends LayerSpec> layer) {
        return recurrent(layer, 20);
    }

    static Graph recurrent(Class<? extends LayerSpec> layer, int steps) {
        GraphBuilder g = GraphBuilder.named(layer.getEnclosingClass().getSimpleName());
        Wire read = g.apply("read", LayerSpec.of(layer, "units", 64), g.input("x", steps, 50));
        Wire value = g.apply("value", LayerSpec.of(Dense.Spec.class, "units", 1), read);
        return g.output(value, Loss.Spec.of(LossFunction.MEAN_SQUARED_ERROR), Metric.MEAN_ABSOLUTE_ERROR)
                .build();
    }

    private static Graph classifier() {
        GraphBuilder g = GraphBuilder.named("Classifier");
        Wire hidden = g.apply("hidden", dense(128, RELU), g.input("features", 100));
        Wire dropped = g.apply("dropped", LayerSpec.of(Dropout.Spec.class, "value", 0.3), hidden);
        Wire normal = g.apply("normal", LayerSpec.of(BatchNormalization.Spec.class), dropped);
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
        Wire both = g.apply("both", LayerSpec.of(Concatenate.Spec.class), left, right);
        Wire sloped = g.apply("sloped", LayerSpec.of(PReLU.Spec.class), both);
        Wire price = g.apply("price", LayerSpec.of(Dense.Spec.class, "units", 40), sloped);
        Wire chance = g.apply("chance", dense(40, SIGMOID), sloped);
        return g.output(price, Loss.Spec.of(LossFunction.MEAN_ABSOLUTE_ERROR), Metric.MEAN_ABSOLUTE_ERROR)
                .output(chance, Loss.Spec.of(LossFunction.BINARY_CROSSENTROPY), Metric.BINARY_ACCURACY)
                .build();
    }

    private static Graph convolutional() {
        GraphBuilder g = GraphBuilder.named("Convolutional");
        Wire image = g.input("image", 28, 28, 1);
        Wire first = g.apply("first", conv(32, Padding.VALID, RELU), image);
        Wire half = g.apply("half", LayerSpec.of(MaxPooling2D.Spec.class, "poolSize", List.of(2, 2)), first);
        Wire second = g.apply("second", conv(64, Padding.VALID, RELU), half);
        Wire quarter = g.apply("quarter", LayerSpec.of(AveragePooling2D.Spec.class, "poolSize", List.of(2, 2)), second);
        Wire flat = g.apply("flat", LayerSpec.of(Flatten.Spec.class), quarter);
        Wire classes = g.apply("classes", dense(10, SOFTMAX), flat);
        return g.output(classes, Loss.Spec.of(LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY), Metric.ACCURACY)
                .build();
    }

    private static Graph residual() {
        GraphBuilder g = GraphBuilder.named("Residual");
        Wire image = g.input("image", 16, 16, 3);
        Wire first = g.apply("first", conv(32, Padding.SAME, RELU), image);
        Wire inner = g.apply("inner", conv(32, Padding.SAME, ActivationFunction.LINEAR), first);
        Wire normal = g.apply("normal", LayerSpec.of(BatchNormalization.Spec.class), inner);
        Wire sum = g.apply("sum", LayerSpec.of(Add.Spec.class), normal, first);
        Wire active = g.apply("active", new Activation.Spec(RELU), sum);
        Wire grouped = g.apply("grouped", LayerSpec.of(GroupNormalization.Spec.class, "groups", 8), active);
        Wire pooled = g.apply("pooled", LayerSpec.of(GlobalAveragePooling2D.Spec.class), grouped);
        Wire classes = g.apply("classes", dense(10, SOFTMAX), pooled);
        return g.output(classes, Loss.Spec.of(LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY))
                .build();
    }

    private static Graph separable() {
        GraphBuilder g = GraphBuilder.named("Separable");
        Wire image = g.input("image", 16, 16, 8);
        Wire padded = g.apply("padded", LayerSpec.of(ZeroPadding2D.Spec.class), image);
        Wire deep = g.apply("deep", LayerSpec.of(DepthwiseConv2D.Spec.class, "kernelSize", List.of(3, 3)), padded);
        Wire split = g.apply(
                "split",
                LayerSpec.of(
                        SeparableConv2D.Spec.class, "filters", 32, "kernelSize", List.of(3, 3), "activation", SILU),
                deep);
        Wire pooled = g.apply("pooled", LayerSpec.of(GlobalAveragePooling2D.Spec.class), split);
        Wire value = g.apply("value", LayerSpec.of(Dense.Spec.class, "units", 1), pooled);
        return g.output(value, Loss.Spec.of(LossFunction.MEAN_SQUARED_ERROR)).build();
    }

    private static Graph autoencoder() {
        GraphBuilder g = GraphBuilder.named("Autoencoder");
        Wire image = g.input("image", 16, 16, 1);
        Wire down = g.apply(
                "down",
                LayerSpec.of(
                        Conv2D.Spec.class,
                        "filters",
                        16,
                        "kernelSize",
                        List.of(3, 3),
                        "strides",
                        List.of(2, 2),
                        "padding",
                        Padding.SAME,
                        "activation",
                        RELU),
                image);
        Wire up = g.apply(
                "up",
                LayerSpec.of(
                        Conv2DTranspose.Spec.class,
                        "filters",
                        16,
                        "kernelSize",
                        List.of(3, 3),
                        "strides",
                        List.of(2, 2),
                        "padding",
                        Padding.SAME,
                        "activation",
                        RELU),
                down);
        Wire small = g.apply("small", LayerSpec.of(MaxPooling2D.Spec.class, "poolSize", List.of(2, 2)), up);
        Wire large = g.apply("large", LayerSpec.of(UpSampling2D.Spec.class), small);
        Wire pixels = g.apply("pixels", conv(1, Padding.SAME, SIGMOID), large);
        return g.output(pixels, Loss.Spec.of(LossFunction.BINARY_CROSSENTROPY)).build();
    }

    private static Graph signals() {
        GraphBuilder g = GraphBuilder.named("Signals");
        Wire signal = g.input("signal", 100, 4);
        Wire first = g.apply(
                "first", LayerSpec.of(Conv1D.Spec.class, "filters", 32, "kernelSize", 5, "activation", RELU), signal);
        Wire half = g.apply("half", LayerSpec.of(MaxPooling1D.Spec.class, "poolSize", 2), first);
        Wire dropped = g.apply("dropped", LayerSpec.of(SpatialDropout1D.Spec.class, "value", 0.2), half);
        Wire most = g.apply("most", LayerSpec.of(GlobalMaxPooling1D.Spec.class), dropped);
        Wire classes = g.apply("classes", dense(4, SOFTMAX), most);
        return g.output(classes, Loss.Spec.of(LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY))
                .build();
    }

    private static Graph sentences() {
        GraphBuilder g = GraphBuilder.named("Sentences");
        Wire ids = g.input("ids", Shape.of(20), DType.INT32);
        Wire words = g.apply(
                "words", LayerSpec.of(Embedding.Spec.class, "inputDim", 500, "outputDim", 32, "maskZero", true), ids);
        LayerSpec lstm = LayerSpec.of(LSTM.Spec.class, "units", 32);
        Wire read = g.apply("read", new Bidirectional.Spec(MergeMode.CONCAT, lstm), words);
        Wire positive = g.apply("positive", dense(1, SIGMOID), read);
        return g.output(positive, Loss.Spec.of(LossFunction.BINARY_CROSSENTROPY), Metric.BINARY_ACCURACY)
                .build();
    }

    private static Graph tagger() {
        GraphBuilder g = GraphBuilder.named("Tagger");
        Wire ids = g.input("ids", Shape.of(24), DType.INT32);
        Wire words = g.apply(
                "words", LayerSpec.of(Embedding.Spec.class, "inputDim", 500, "outputDim", 64, "maskZero", true), ids);
        Wire attended = g.apply(
                "attention",
                LayerSpec.of(
                        MultiHeadAttention.Spec.class,
                        "numHeads",
                        4,
                        "keyDim",
                        16,
                        "dropout",
                        0.1,
                        "useCausalMask",
                        true),
                words,
                words);
        Wire sum = g.apply("sum", LayerSpec.of(Add.Spec.class), words, attended);
        Wire normal = g.apply("normal", LayerSpec.of(LayerNormalization.Spec.class), sum);
        LayerSpec each = LayerSpec.of(Dense.Spec.class, "units", 12, "activation", SOFTMAX);
        Wire tags = g.apply("tags", new TimeDistributed.Spec(each), normal);
        return g.output(tags, Loss.Spec.of(LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY), Metric.ACCURACY)
                .build();
    }

    private static Graph gated() {
        GraphBuilder g = GraphBuilder.named("Gated");
        Wire x = g.input("x", 64, 32);
        Wire gate = g.apply("gate", dense(64, SIGMOID), x);
        Wire signal = g.apply("signal", dense(64, ActivationFunction.TANH), x);
        Wire product = g.apply("product", LayerSpec.of(Multiply.Spec.class), gate, signal);
        Wire smooth = g.apply("smooth", new Activation.Spec(ActivationFunction.MISH), product);
        Wire steps = g.apply("steps", dense(3, ActivationFunction.LINEAR), smooth);
        return g.output(steps, Loss.Spec.of(LossFunction.MEAN_ABSOLUTE_ERROR)).build();
    }

    private static LayerSpec dense(int units, ActivationFunction activation) {
        return LayerSpec.of(Dense.Spec.class, "units", units, "activation", activation);
    }

    private static LayerSpec conv(int filters, Padding padding, ActivationFunction activation) {
        return LayerSpec.of(
                Conv2D.Spec.class,
                "filters",
                filters,
                "kernelSize",
                List.of(3, 3),
                "padding",
                padding,
                "activation",
                activation);
    }
}
