package dev.plumb.view;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.Metric;
import dev.plumb.dsl.Padding;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.compose.ModelLayer;
import dev.plumb.graph.compose.Repetition;
import dev.plumb.graph.shape.Shape;

/** Models to draw. */
final class Graphs {
    private Graphs() {}

    /** The model of the README. */
    static Graph residual() {
        GraphBuilder g = GraphBuilder.named("ResidualClassifier");
        Wire features = g.input("features", 20);
        Wire wide = g.apply("wide", Layers.dense(128).activation(RELU), features);
        Wire dropped = g.apply("dropped", Layers.dropout(0.3), wide);
        Wire deep = g.apply("deep", Layers.dense(64), dropped);
        Wire shortcut = g.apply("shortcut", Layers.dense(64), features);
        Wire merged = g.apply("merged", Layers.add(), deep, shortcut);
        Wire activated = g.apply("activated", Layers.activation(RELU), merged);
        Wire predictions = g.apply("predictions", Layers.dense(10).activation(SOFTMAX), activated);
        return g.output(predictions, LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY, Metric.ACCURACY)
                .build();
    }

    /** A convolutional encoder of two stages. */
    static Graph encoder() {
        GraphBuilder g = GraphBuilder.named("Encoder");
        Wire photo = g.input("photo", 32, 32, 3);
        Wire conv1 = g.apply("conv1", Layers.conv2D(16, 3).padding(Padding.SAME).activation(RELU), photo);
        Wire pool1 = g.apply("pool1", Layers.maxPooling2D(), conv1);
        Wire conv2 = g.apply("conv2", Layers.conv2D(32, 3).padding(Padding.SAME).activation(RELU), pool1);
        return g.output(g.apply("features", Layers.globalAveragePooling2D(), conv2))
                .build();
    }

    /** Two images through one encoder, a text with attention, two outputs: shared and nested layers, roles, frozen weights, a repetition. */
    static Graph several() {
        GraphBuilder g = GraphBuilder.named("ProductMatcher");
        Wire left = g.input("leftPhoto", 32, 32, 3);
        Wire right = g.input("rightPhoto", 32, 32, 3);
        Wire words = g.input("words", Shape.parse("time"), DType.INT32);
        Wire first = g.applyFrozen("leftFeatures", ModelLayer.of(encoder()), left);
        Wire second = g.applyAgain("rightFeatures", first, right);
        Wire embedded = g.apply("embedded", Layers.embedding(5000, 32), words);
        Wire attended = g.apply("attended", Layers.multiHeadAttention(4, 8), embedded, embedded);
        Wire text = g.apply("text", Layers.globalAveragePooling1D(), attended);
        Wire all = g.apply("all", Layers.concatenate(), first, second, text);
        Wire stack = g.apply("stack", Repetition.of(2, Layers.dense(96).activation(RELU)), all);
        Wire same = g.apply("same", Layers.dense(1).activation(dev.plumb.dsl.ActivationFunction.SIGMOID), stack);
        Wire category = g.apply("category", Layers.dense(12).activation(SOFTMAX), stack);
        return g.output(same, LossFunction.BINARY_CROSSENTROPY)
                .output(category, LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY)
                .build();
    }

    /** A straight line of so many layers. */
    static Graph chain(int layers) {
        GraphBuilder g = GraphBuilder.named("Chain");
        Wire at = g.input("x", 8);
        for (int i = 0; i < layers; i++) {
            at = g.apply("layer" + i, Layers.dense(8).activation(RELU), at);
        }
        return g.output(at).build();
    }

    /** Residual steps: so many times a layer and the sum with what came before. */
    static Graph ladder(int rungs) {
        GraphBuilder g = GraphBuilder.named("Ladder");
        Wire at = g.input("x", 8);
        for (int i = 0; i < rungs; i++) {
            Wire deep = g.apply("deep" + i, Layers.dense(8).activation(RELU), at);
            at = g.apply("sum" + i, Layers.add(), deep, at);
        }
        return g.output(at).build();
    }

    /** Names that are markup, long, or in other scripts. */
    static Graph oddNames() {
        GraphBuilder g = GraphBuilder.named("<script>alert(1)</script>");
        Wire at = g.input("in\"put", 4);
        at = g.apply("<img src=x onerror=alert(1)>", Layers.dense(4), at);
        at = g.apply("a&b'c]]>", Layers.dense(4), at);
        at = g.apply(
                "aVeryLongNameThatSomebodyFoundNecessaryBecauseItSaysEverythingAboutTheLayer", Layers.dense(4), at);
        at = g.apply("größe尺寸\u0007", Layers.dense(4), at);
        return g.output(at).build();
    }
}
