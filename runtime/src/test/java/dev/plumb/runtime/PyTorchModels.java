package dev.plumb.runtime;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Shape;
import java.util.Map;

/** The models of {@code fixtures/pytorch_modules.py}, written here. */
enum PyTorchModels {
    LINEAR {
        @Override
        long[] sizes() {
            return new long[] {6};
        }

        @Override
        Wire last(GraphBuilder g, Wire x) {
            Wire hidden = g.apply("hidden", Layers.dense(5).activation(ActivationFunction.RELU), x);
            return g.apply("out", Layers.dense(3).useBias(false), hidden);
        }
    },
    IMAGE {
        @Override
        long[] sizes() {
            return new long[] {8, 8, 3};
        }

        @Override
        Map<String, String> names() {
            return Map.of("conv", "0", "norm", "1", "grouped", "4", "flatNorm", "7", "out", "8");
        }

        @Override
        Wire last(GraphBuilder g, Wire x) {
            Wire conv = g.apply("conv", Layers.conv2D(4, 3), x);
            Wire norm = g.apply("norm", Layers.batchNormalization(), conv);
            Wire relu = g.apply("relu", Layers.activation(ActivationFunction.RELU), norm);
            Wire pooled = g.apply("pooled", Layers.maxPooling2D(), relu);
            Wire grouped = g.apply("grouped", Layers.conv2D(6, 2, 1).groups(2), pooled);
            Wire flat = g.apply("flat", Layers.flatten(), grouped);
            Wire dropped = g.apply("dropped", Layers.dropout(0.5), flat);
            return g.apply("out", Layers.dense(5), g.apply("flatNorm", Layers.batchNormalization(), dropped));
        }
    },
    MOBILE {
        @Override
        long[] sizes() {
            return new long[] {6, 8, 3};
        }

        @Override
        Wire last(GraphBuilder g, Wire x) {
            Wire wide = g.apply("wide", Layers.depthwiseConv2D(3).depthMultiplier(2), x);
            Wire alpha = g.apply("alpha", Layers.pReLU().sharedAxes(1, 2), wide);
            Wire one = g.apply("one", Layers.pReLU().sharedAxes(1, 2, 3), alpha);
            Wire mixed = g.apply("separable", Layers.separableConv2D(4, 1, 2).depthMultiplier(2), one);
            return g.apply("norm", Layers.layerNormalization().axis(1, 2, 3), mixed);
        }
    },
    GENERATOR {
        @Override
        long[] sizes() {
            return new long[] {5};
        }

        @Override
        Wire last(GraphBuilder g, Wire x) {
            Wire norm = g.apply("norm", Layers.batchNormalization(), g.apply("project", Layers.dense(24), x));
            Wire relu = g.apply("relu", Layers.activation(ActivationFunction.RELU), norm);
            Wire image = g.apply("unflatten", Layers.reshape(2, 3, 4), relu);
            Wire up = g.apply("up", Layers.conv2DTranspose(3, 2).strides(2), image);
            return g.apply("image", Layers.conv2D(2, 1), up);
        }
    },
    SIGNAL {
        @Override
        long[] sizes() {
            return new long[] {8, 3};
        }

        @Override
        Wire last(GraphBuilder g, Wire x) {
            Wire groups =
                    g.apply("groups", Layers.groupNormalization().groups(2), g.apply("conv", Layers.conv1D(4, 3), x));
            Wire up = g.apply("up", Layers.conv1DTranspose(2, 2).strides(2), groups);
            return g.apply("out", Layers.dense(3), g.apply("flat", Layers.flatten(), up));
        }
    },
    VOLUME {
        @Override
        long[] sizes() {
            return new long[] {3, 4, 3, 2};
        }

        @Override
        Wire last(GraphBuilder g, Wire x) {
            return g.apply("up", Layers.conv3DTranspose(2, 2), g.apply("conv", Layers.conv3D(3, 2), x));
        }
    },
    TEXT {
        @Override
        long[] sizes() {
            return new long[] {5};
        }

        @Override
        Wire last(GraphBuilder g, Wire x) {
            Wire words = g.apply("words", Layers.embedding(11, 4), x);
            Wire both = g.apply("both", Layers.bidirectional(Layers.lstm(3).returnSequences(true)), words);
            Wire norm = g.apply("norm", Layers.layerNormalization(), both);
            return g.apply("out", Layers.dense(2), g.apply("flat", Layers.flatten(), norm));
        }
    },
    GATES {
        @Override
        long[] sizes() {
            return new long[] {6, 4};
        }

        @Override
        Map<String, String> names() {
            return Map.of("first", "gru.l0", "second", "gru.l1");
        }

        @Override
        Wire last(GraphBuilder g, Wire x) {
            Wire first = g.apply("first", Layers.gru(3).returnSequences(true), x);
            Wire scaled = g.apply("scale", Layers.rmsNormalization(), g.apply("second", Layers.gru(3), first));
            return g.apply("out", Layers.dense(2), scaled);
        }
    },
    SIMPLE {
        @Override
        long[] sizes() {
            return new long[] {6, 4};
        }

        @Override
        Wire last(GraphBuilder g, Wire x) {
            Wire rnn = g.apply("rnn", Layers.simpleRNN(3).returnSequences(true), x);
            Wire both = g.apply("both", Layers.bidirectional(Layers.gru(2).returnSequences(true)), rnn);
            Wire each = g.apply("each", Layers.timeDistributed(Layers.dense(2)), both);
            return g.apply("last", Layers.lstm(3).useBias(false).returnSequences(true), each);
        }
    },
    ATTENTION {
        @Override
        long[] sizes() {
            return new long[] {5, 8};
        }

        @Override
        Wire last(GraphBuilder g, Wire x) {
            Wire own = g.apply("own", Layers.multiHeadAttention(2, 4), x);
            Wire keys = g.apply("keys", Layers.dense(3), x);
            Wire values = g.apply("values", Layers.dense(5), x);
            return g.apply("other", Layers.multiHeadAttention(4, 2).useBias(false), own, values, keys);
        }
    };

    abstract long[] sizes();

    /** What layers are called in PyTorch, where they are called otherwise. */
    Map<String, String> names() {
        return Map.of();
    }

    abstract Wire last(GraphBuilder g, Wire x);

    Network network(long seed) {
        GraphBuilder g = GraphBuilder.named(name());
        Wire x = g.input("x", Shape.of(sizes()), this == TEXT ? DType.INT32 : DType.FLOAT32);
        return Network.create(g.output(last(g, x)).build(), seed);
    }

    WeightConvention convention() {
        return WeightConvention.pyTorch().layers(names());
    }
}
