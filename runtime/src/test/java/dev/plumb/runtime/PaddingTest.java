package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.Metric;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.compose.Repetition;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.train.SGD;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * What stands in padded steps, and how many there are, changes no output, no loss, no metric and no gradient, whatever line of layers that use a
 * mask or pass it on comes between.
 */
final class PaddingTest {
    private static final int EXAMPLES = 3;
    private static final int STEPS = 4;
    private static final int FEATURES = 3;

    /** From a sequence to a sequence with a mask. */
    private static final Map<String, LayerSpec> SEQUENCES = Map.of(
            "dense", Layers.dense(4).activation(ActivationFunction.TANH),
            "lstm", Layers.lstm(3).returnSequences(true),
            "gru", Layers.gru(3).returnSequences(true),
            "both", Layers.bidirectional(Layers.lstm(2).returnSequences(true)),
            "steps", Layers.timeDistributed(Layers.dense(3)),
            "layer", Layers.layerNormalization(),
            "batch", Layers.batchNormalization(),
            "attention", Layers.multiHeadAttention(2, 2),
            "stack", Repetition.of(2, Layers.gru(3).returnSequences(true)));

    /** From a sequence with a mask to a vector. */
    private static final Map<String, LayerSpec> ENDS = Map.of(
            "lstm", Layers.lstm(3),
            "both", Layers.bidirectional(Layers.gru(2)),
            "mean", Layers.globalAveragePooling1D(),
            "most", Layers.globalMaxPooling1D());

    @Provide
    Arbitrary<List<String>> lines() {
        return Arbitraries.of(SEQUENCES.keySet()).list().ofMinSize(1).ofMaxSize(4);
    }

    @Example
    void isNotSeenInALossOverSeveralAxesAfterTime() {
        GraphBuilder g = GraphBuilder.named("Frames");
        Wire x = g.input("x", Shape.parse("time", "3", "2"), DType.FLOAT32);
        Wire valid = g.input("valid", Shape.parse("time"), DType.BOOL);
        g.output(g.apply("each", Layers.dense(4), x.masked(valid)), LossFunction.MEAN_SQUARED_ERROR, Metric.MAE);
        Graph graph = g.build();
        INDArray data = Nd4j.rand(DataType.FLOAT, 1, STEPS, 3, 2);
        INDArray targets = Nd4j.rand(DataType.FLOAT, 1, STEPS, 3, 4);
        INDArray other = data.dup();
        other.get(NDArrayIndex.all(), NDArrayIndex.interval(2, STEPS)).assign(50);
        INDArray mask = mask(Nd4j.createFromArray(2), STEPS);
        Network one = Network.create(graph, 7);
        Network two = Network.create(graph, 7);
        INDArray error = one.predict(List.of(data, mask)).get(0).sub(targets);
        double expected = error.mul(error)
                .get(NDArrayIndex.all(), NDArrayIndex.interval(0, 2))
                .meanNumber()
                .doubleValue();
        Evaluation first = one.trainer(SGD.of(0.5)).trainOnBatch(List.of(data, mask), List.of(targets));
        Evaluation second = two.trainer(SGD.of(0.5)).trainOnBatch(List.of(other, mask), List.of(targets));
        assertEquals(expected, first.loss(), 1e-5);
        first.values().forEach((name, value) -> assertEquals(value, second.get(name), 1e-5, name));
        one.weights()
                .forEach((path, weight) ->
                        Result.agree(path, weight, two.weights().get(path)));
    }

    @Provide
    Arbitrary<String> ends() {
        return Arbitraries.of(ENDS.keySet());
    }

    private static Graph graph(List<String> line, String end, boolean skip) {
        GraphBuilder g = GraphBuilder.named("Padded");
        Wire x = g.input("x", Shape.parse("time", Integer.toString(FEATURES)), DType.FLOAT32);
        Wire valid = g.input("valid", Shape.parse("time"), DType.BOOL);
        Wire at = g.apply("first", Layers.dense(4), x.masked(valid));
        for (int i = 0; i < line.size(); i++) {
            Wire next = g.apply(line.get(i) + i, SEQUENCES.get(line.get(i)), at);
            at = skip && next.type().equals(at.type()) ? g.apply("skip" + i, Layers.add(), at, next) : next;
        }
        Wire ended = g.apply("end", ENDS.get(end), end.equals("most") ? at.masked(valid) : at);
        g.output(g.apply("score", Layers.dense(1), ended), LossFunction.MEAN_SQUARED_ERROR, Metric.MAE);
        g.output(g.apply("each", Layers.dense(2), at), LossFunction.MEAN_SQUARED_ERROR, Metric.MAE);
        return g.build();
    }

    @Property(tries = 20)
    void isNotSeen(
            @ForAll("lines") List<String> line, @ForAll("ends") String end, @ForAll boolean skip, @ForAll int seed) {
        Graph graph = graph(line, end, skip);
        Network one = Network.create(graph, 7);
        Network other = Network.create(graph, 7);
        Network longer = Network.create(graph, 7);
        Random random = new Random(seed);
        INDArray lengths =
                Nd4j.createFromArray(random.ints(EXAMPLES, 1, STEPS + 1).toArray());
        // the padding of one is 0, that of the other is anything, also beyond the longest example
        INDArray data = Nd4j.rand(DataType.FLOAT, EXAMPLES, STEPS, FEATURES).subi(0.5);
        INDArray targets = Nd4j.rand(DataType.FLOAT, EXAMPLES, STEPS, 2);
        INDArray scores = Nd4j.rand(DataType.FLOAT, EXAMPLES, 1);
        List<Result> results = List.of(
                Result.of(
                        one,
                        filled(data, lengths, STEPS, 0),
                        mask(lengths, STEPS),
                        filled(targets, lengths, STEPS, 0),
                        scores),
                Result.of(
                        other,
                        filled(data, lengths, STEPS, 50),
                        mask(lengths, STEPS),
                        filled(targets, lengths, STEPS, -30),
                        scores),
                Result.of(
                        longer,
                        filled(data, lengths, STEPS + 3, -9),
                        mask(lengths, STEPS + 3),
                        filled(targets, lengths, STEPS + 3, 4),
                        scores));
        for (Result result : results.subList(1, results.size())) {
            results.get(0).assertIsThatOf(result, lengths);
        }
    }

    /** The sequences up to their lengths, and then what is said. */
    private static INDArray filled(INDArray sequences, INDArray lengths, int steps, double padding) {
        INDArray filled = Nd4j.valueArrayOf(new long[] {EXAMPLES, steps, sequences.size(2)}, padding, DataType.FLOAT);
        for (int example = 0; example < EXAMPLES; example++) {
            for (int step = 0; step < lengths.getInt(example); step++) {
                for (int feature = 0; feature < sequences.size(2); feature++) {
                    filled.putScalar(example, step, feature, sequences.getDouble(example, step, feature));
                }
            }
        }
        return filled;
    }

    private static INDArray mask(INDArray lengths, int steps) {
        INDArray mask = Nd4j.zeros(DataType.INT32, lengths.length(), steps);
        for (int example = 0; example < lengths.length(); example++) {
            for (int step = 0; step < lengths.getInt(example); step++) {
                mask.putScalar(example, step, 1);
            }
        }
        return mask;
    }

    /** What a network says of data, and its weights after a step of training on it. */
    private record Result(INDArray score, INDArray each, Map<String, Double> scores, Map<String, INDArray> weights) {

        static Result of(Network network, INDArray x, INDArray valid, INDArray targets, INDArray scores) {
            List<INDArray> inputs = List.of(x, valid);
            List<INDArray> outputs = network.predict(inputs);
            Evaluation evaluation = network.trainer(SGD.of(0.5)).trainOnBatch(inputs, List.of(scores, targets));
            return new Result(outputs.get(0), outputs.get(1), evaluation.values(), network.weights());
        }

        void assertIsThatOf(Result other, INDArray lengths) {
            agree("score", score, other.score);
            for (int example = 0; example < EXAMPLES; example++) {
                for (int step = 0; step < lengths.getInt(example); step++) {
                    for (int feature = 0; feature < each.size(2); feature++) {
                        assertEquals(
                                each.getDouble(example, step, feature),
                                other.each.getDouble(example, step, feature),
                                1e-5,
                                "each");
                    }
                }
            }
            scores.forEach((name, value) -> assertEquals(value, other.scores.get(name), 1e-5, name));
            weights.forEach((path, weight) -> agree(path, weight, other.weights.get(path)));
        }

        private static void agree(String what, INDArray expected, INDArray actual) {
            double scale = Math.max(1, expected.amaxNumber().doubleValue());
            assertEquals(0, expected.sub(actual).amaxNumber().doubleValue(), 2e-5 * scale, what);
        }
    }
}
