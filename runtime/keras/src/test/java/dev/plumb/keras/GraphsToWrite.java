package dev.plumb.keras;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.Padding.SAME;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.OutputMode;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.compose.ModelLayer;
import dev.plumb.graph.compose.Repetition;
import dev.plumb.graph.compose.Settings;
import dev.plumb.graph.shape.Shape;
import dev.plumb.runtime.Network;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Models that are made here, with what no file of Keras has. */
final class GraphsToWrite {
    private static final Map<String, Supplier<Graph>> GRAPHS = new TreeMap<>(Map.ofEntries(
            Map.entry("repeated", GraphsToWrite::repeated),
            Map.entry("repeated_in_parallel", GraphsToWrite::repeatedInParallel),
            Map.entry("nested_in_repetition", GraphsToWrite::nestedInRepetition),
            Map.entry("nested_with_several_inputs", GraphsToWrite::nestedWithSeveralInputs),
            Map.entry("named_as_functions", GraphsToWrite::namedAsFunctions),
            Map.entry("nested_at_several_sizes", GraphsToWrite::nestedAtSeveralSizes),
            Map.entry("crossed", GraphsToWrite::crossed),
            Map.entry("cut", GraphsToWrite::cut),
            Map.entry("branches_of_one_kind", GraphsToWrite::branchesOfOneKind),
            Map.entry("masks_and_branches", GraphsToWrite::masksAndBranches),
            Map.entry("self_attention", GraphsToWrite::selfAttention),
            Map.entry("spectral", GraphsToWrite::spectral),
            Map.entry("spectrograms", GraphsToWrite::spectrograms),
            Map.entry("shared_and_frozen", GraphsToWrite::sharedAndFrozen)));

    private GraphsToWrite() {}

    static List<String> names() {
        return List.copyOf(GRAPHS.keySet());
    }

    static Network network(String name) {
        Network network = Network.create(GRAPHS.get(name).get(), 1);
        Random random = new Random(3); // weights that are the same on each machine
        network.weights().forEach((path, values) -> {
            double least = path.endsWith("variance") ? 0.5 : -0.5;
            for (long i = 0; i < values.length(); i++) {
                values.putScalar(i, least + random.nextFloat());
            }
            network.setWeight(path, values);
        });
        return network;
    }

    private static Graph repeated() {
        GraphBuilder g = GraphBuilder.named("repeated");
        Wire y = g.apply("stack", Repetition.of(3, Layers.dense(4).activation(RELU)), g.input("x", 4));
        return g.output(g.apply("y", Layers.dense(2), y)).build();
    }

    private static Graph repeatedInParallel() {
        GraphBuilder g = GraphBuilder.named("parallel");
        Wire all = g.apply("side", new Repetition(3, true, Settings.NONE, Layers.dense(4)), g.input("x", 5));
        return g.output(g.apply("sum", Layers.add(), all)).build();
    }

    private static Graph block(String name, int features) {
        GraphBuilder g = GraphBuilder.named(name);
        Wire x = g.input("x", features);
        return g.output(g.apply("sum", Layers.add(), x, g.apply("inner", Layers.dense(features), x)))
                .build();
    }

    private static Graph crossed() {
        GraphBuilder g = GraphBuilder.named("crossed");
        Wire a = g.input("a", Shape.of(1), DType.INT32);
        Wire b = g.input("b", Shape.of(1), DType.INT32);
        g.output(g.apply("columns", Layers.hashedCrossing(7).outputMode(OutputMode.ONE_HOT), a, b));
        Wire bins = g.apply("bins", Layers.hashedCrossing(9), b, a);
        return g.output(g.apply("vectors", Layers.embedding(9, 3), bins)).build();
    }

    private static Graph spectrograms() {
        GraphBuilder g = GraphBuilder.named("spectrograms");
        Wire x = g.input("x", 60);
        g.output(g.apply(
                "mel", Layers.melSpectrogram().fftLength(32).sequenceStride(8).numMelBins(5), x));
        Wire channel = g.apply("channel", Layers.reshape(60, 1), x);
        return g.output(g.apply(
                        "stft",
                        Layers.stftSpectrogram().frameLength(12).padding(SAME).expandDims(true),
                        channel))
                .build();
    }

    private static Graph spectral() {
        GraphBuilder g = GraphBuilder.named("spectral");
        Wire x = g.input("x", 3, 6, 6, 2);
        Wire seen = g.apply(
                "seen",
                Layers.timeDistributed(Layers.spectralNormalization(
                        Layers.conv2D(4, 3).strides(2).padding(SAME).activation(RELU))),
                x);
        Wire flat = g.apply("flat", Layers.flatten(), seen);
        Wire hidden = g.apply(
                "hidden",
                Layers.spectralNormalization(Layers.dense(5).useBias(false)).powerIterations(3),
                flat);
        return g.output(g.apply("y", Layers.spectralNormalization(Layers.dense(2)), hidden))
                .build();
    }

    private static Graph nestedInRepetition() {
        GraphBuilder g = GraphBuilder.named("outer");
        Wire y = g.apply("blocks", Repetition.of(2, ModelLayer.of(block("block", 4))), g.input("x", 4));
        return g.output(g.apply("last", ModelLayer.of(block("block", 4)), y)).build();
    }

    private static Graph nestedWithSeveralInputs() {
        GraphBuilder inner = GraphBuilder.named("inner");
        Wire a = inner.input("a", 3);
        Wire b = inner.input("b", 4);
        Wire left = inner.apply("left", Layers.dense(2), a);
        Graph two = inner.output(left)
                .output(inner.apply("right", Layers.concatenate(), left, inner.apply("other", Layers.dense(2), b)))
                .build();
        GraphBuilder g = GraphBuilder.named("outer");
        Wire x = g.input("x", 4);
        Wire y = g.input("y", 3);
        Wire both = g.apply("both", ModelLayer.of(two), y, g.apply("before", Layers.dense(4), x));
        return g.output(both.output("right"))
                .output(g.apply("end", Layers.dense(1), both.output("left")))
                .build();
    }

    /** Its first call is returned as it is, and is not the last. */
    private static Graph nestedAtSeveralSizes() {
        GraphBuilder inner = GraphBuilder.named("inner");
        Wire time = inner.input("x", Shape.parse("time", "3"), DType.FLOAT32);
        Graph grams =
                inner.output(inner.apply("grams", Layers.conv1D(3, 2), time)).build();
        GraphBuilder g = GraphBuilder.named("sizes");
        Wire first = g.apply("first", ModelLayer.of(grams), g.input("x", 6, 3));
        Wire second = g.applyAgain("second", first, first);
        return g.output(first).output(g.apply("y", Layers.dense(2), second)).build();
    }

    private static Graph cut() {
        GraphBuilder inner = GraphBuilder.named("inner");
        Wire h = inner.apply("hidden", Layers.dense(5).activation(RELU), inner.input("x", 4));
        Graph whole = inner.output(inner.apply("head", Layers.dense(9), h)).build();
        GraphBuilder g = GraphBuilder.named("cut");
        Wire y = g.apply("backbone", ModelLayer.of(whole).upTo("hidden"), g.input("x", 4));
        return g.output(g.apply("y", Layers.dense(2), y)).build();
    }

    /** Layers of one kind and shape in branches of different lengths: their order is what tells their weights apart. */
    private static Graph branchesOfOneKind() {
        GraphBuilder g = GraphBuilder.named("branches");
        Wire x = g.input("x", 4);
        Wire a = g.apply("a1", Layers.dense(4), x);
        Wire b = g.apply("b2", Layers.dense(4), g.apply("b1", Layers.dense(4), x));
        Wire c = g.apply("c3", Layers.dense(4), g.apply("c2", Layers.dense(4), g.apply("c1", Layers.dense(4), x)));
        Wire sum = g.apply("sum", Layers.add(), b, a);
        return g.output(g.apply("difference", Layers.subtract(), c, sum))
                .output(g.apply("again", Layers.dense(4), a))
                .build();
    }

    /** Masks of several kinds, and as many layers of one kind and shape beside them. */
    private static Graph masksAndBranches() {
        GraphBuilder g = GraphBuilder.named("masks");
        Wire x = g.input("x", Shape.parse("time", "4"), DType.FLOAT32);
        Wire ids = g.input("ids", Shape.parse("time"), DType.INT32);
        Wire a = g.apply("a", Layers.dense(4), x);
        Wire masked = g.apply("masked", Layers.masking(), a);
        Wire b = g.apply("b2", Layers.dense(4), g.apply("b1", Layers.dense(4), x));
        Wire words = g.apply("words", Layers.embedding(6, 4).maskZero(true), ids);
        Wire joined = g.apply("joined", Layers.concatenate(), words, b);
        Wire c = g.apply("c", Layers.dense(4), x);
        Wire sum = g.apply("sum", Layers.add(), masked, words);
        Wire first = g.apply("first", Layers.lstm(3), joined);
        Wire second = g.apply("second", Layers.lstm(3), g.apply("all", Layers.concatenate(), sum, c));
        Wire third =
                g.apply("third", Layers.globalAveragePooling1D(), g.apply("normal", Layers.batchNormalization(), sum));
        return g.output(g.apply("y", Layers.concatenate(), first, second, third))
                .build();
    }

    /** Layers that are called as the functions are that Keras makes for masks. */
    private static Graph namedAsFunctions() {
        GraphBuilder g = GraphBuilder.named("names");
        Wire ids = g.input("ids", Shape.parse("time"), DType.INT32);
        Wire words = g.apply("not_equal", Layers.embedding(6, 4).maskZero(true), ids);
        Wire wide = g.apply("any", Layers.dense(4), words);
        Wire both = g.apply("concatenate", Layers.concatenate(), words, wide);
        Wire all = g.apply("concatenate_1", Layers.concatenate(), both, g.apply("zeros_like", Layers.dense(3), wide));
        return g.output(g.apply("logical_or", Layers.lstm(3), all)).build();
    }

    private static Graph selfAttention() {
        GraphBuilder g = GraphBuilder.named("attention");
        Wire x = g.input("x", 5, 4);
        Wire a = g.apply("heads", Layers.multiHeadAttention(2, 3).useCausalMask(true), x);
        Wire b = g.apply("products", Layers.attention().useScale(true), x);
        return g.output(g.apply("sum", Layers.add(), a, b)).build();
    }

    private static Graph sharedAndFrozen() {
        GraphBuilder g = GraphBuilder.named("shared");
        Wire image = g.input("image", 6, 6, 2);
        Wire first = g.applyFrozen("first", Layers.conv2D(2, 3).padding(SAME), image);
        Wire second = g.applyAgain("second", first, first);
        Wire y = g.apply("pooled", Layers.globalAveragePooling2D(), g.apply("sum", Layers.add(), first, second));
        return g.output(g.apply("y", Layers.dense(3).activation(SOFTMAX), y)).build();
    }
}
