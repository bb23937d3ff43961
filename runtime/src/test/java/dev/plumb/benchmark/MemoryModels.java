package dev.plumb.benchmark;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;

import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.Padding;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.compose.ModelLayer;
import dev.plumb.graph.compose.Repetition;
import java.util.List;

/** Models whose training takes memory, with their batch sizes. */
final class MemoryModels {
    private MemoryModels() {}

    /** A model that is trained in batches of one size. */
    record Trained(String name, Graph graph, int batch) {}

    static List<Trained> all() {
        return List.of(
                new Trained("784-256-128-10, dropout", TrainStepBenchmark.graph(), 128),
                new Trained("CNN 28x28", cnn(), 64),
                new Trained("LSTM 64 over 100x50", lstm(), 32),
                new Trained("encoder block 64x128", encoder(1, 64, 128, 8, 512, 0), 16),
                new Trained("encoder block 512x128", encoder(1, 512, 128, 8, 512, 0), 2),
                new Trained("6 encoder blocks 128x256", encoder(6, 128, 256, 8, 1024, 0.1), 8),
                new Trained("residual network 64x64x3", residual(), 16));
    }

    private static Graph cnn() {
        GraphBuilder g = GraphBuilder.named("Cnn");
        Wire x = g.input("image", 28, 28, 1);
        x = g.apply("conv1", Layers.conv2D(32, 3, 3).activation(RELU), x);
        x = g.apply("pool1", Layers.maxPooling2D(), x);
        x = g.apply("conv2", Layers.conv2D(64, 3, 3).activation(RELU), x);
        x = g.apply("pool2", Layers.maxPooling2D(), x);
        x = g.apply("flat", Layers.flatten(), x);
        x = g.apply("hidden", Layers.dense(128).activation(RELU), x);
        return classifier(g, x);
    }

    private static Graph lstm() {
        GraphBuilder g = GraphBuilder.named("Lstm");
        return classifier(g, g.apply("lstm", Layers.lstm(64), g.input("x", 100, 50)));
    }

    /** Blocks of an encoder, in a repetition {@code blocks}. */
    static Graph encoder(int blocks, int time, int width, int heads, int middle, double dropout) {
        GraphBuilder block = GraphBuilder.named("Block");
        Wire x = block.input("x", time, width);
        Wire attended = block.apply(
                "attention", Layers.multiHeadAttention(heads, width / heads).dropout(dropout), x, x);
        Wire first = block.apply("norm1", Layers.layerNormalization(), block.apply("add1", Layers.add(), x, attended));
        Wire wide = block.apply("wide", Layers.dense(middle).activation(RELU), first);
        Wire narrow = block.apply("narrow", Layers.dense(width), wide);
        Wire dropped = dropout > 0 ? block.apply("dropped", Layers.dropout(dropout), narrow) : narrow;
        Wire second =
                block.apply("norm2", Layers.layerNormalization(), block.apply("add2", Layers.add(), first, dropped));
        GraphBuilder g = GraphBuilder.named("Encoder");
        Repetition stack =
                Repetition.of(blocks, ModelLayer.of(block.output(second).build()));
        Wire encoded = g.apply("blocks", stack, g.input("x", time, width));
        return classifier(g, g.apply("pooled", Layers.globalAveragePooling1D(), encoded));
    }

    /** Five stages of two residual units each. */
    static Graph residual() {
        GraphBuilder g = GraphBuilder.named("Residual");
        Wire x = g.input("image", 64, 64, 3);
        x = g.apply("stem", Layers.conv2D(32, 3, 3).padding(Padding.SAME), x);
        int from = 32;
        for (int stage = 0; stage < 5; stage++) {
            int filters = Math.min(256, 32 << stage);
            int stride = stage == 0 ? 1 : 2;
            x = g.apply("stage" + stage + "a", unit(from, filters, stride, 64 >> Math.max(0, stage - 1)), x);
            x = g.apply("stage" + stage + "b", unit(filters, filters, 1, 64 >> stage), x);
            from = filters;
        }
        return classifier(g, g.apply("pooled", Layers.globalAveragePooling2D(), x));
    }

    private static ModelLayer unit(int from, int filters, int stride, int size) {
        GraphBuilder unit = GraphBuilder.named("Unit" + from + "To" + filters + "Of" + size);
        Wire x = unit.input("x", size, size, from);
        Wire conv1 = unit.apply(
                "conv1", Layers.conv2D(filters, 3, 3).padding(Padding.SAME).strides(stride, stride), x);
        Wire act1 = unit.apply("act1", Layers.activation(RELU), unit.apply("bn1", Layers.batchNormalization(), conv1));
        Wire conv2 = unit.apply("conv2", Layers.conv2D(filters, 3, 3).padding(Padding.SAME), act1);
        Wire bn2 = unit.apply("bn2", Layers.batchNormalization(), conv2);
        Wire shortcut = from == filters && stride == 1
                ? x
                : unit.apply("shortcut", Layers.conv2D(filters, 1, 1).strides(stride, stride), x);
        Wire out = unit.apply("act2", Layers.activation(RELU), unit.apply("add", Layers.add(), bn2, shortcut));
        return ModelLayer.of(unit.output(out).build());
    }

    private static Graph classifier(GraphBuilder g, Wire x) {
        Wire classes = g.apply("classes", Layers.dense(10).activation(SOFTMAX), x);
        return g.output(classes, Loss.Spec.of(LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY))
                .build();
    }
}
