package dev.plumb.runtime;

import static dev.plumb.dsl.ActivationFunction.GELU;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.engine.onednn.Processor;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.DraftTree;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.compose.ModelLayer;
import dev.plumb.graph.compose.Repetition;
import dev.plumb.train.Adam;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What is recomputed is chosen by paths, holds from the next step on, and changes no number. */
final class RecomputationTest {
    /** The normalizations curve the loss much: at 4e-3 a slope is wrong by a tenth, and converges from there on. */
    private static final float STEP = 5e-4f;

    private static final INDArray X = random(1, 8, 6, 4);
    private static final INDArray Y = random(2, 8, 2);

    private static INDArray random(long seed, long... shape) {
        Random random = new Random(seed);
        INDArray array = Nd4j.create(DataType.FLOAT, shape);
        for (long i = 0; i < array.length(); i++) {
            array.putScalar(i, random.nextFloat() - 0.5f);
        }
        return array;
    }

    @Test
    void whatTheGraphDeclaresHoldsFromTheBeginningAndGivesTheSameBits() {
        Graph declared = graph(0.2, true);
        assertEquals(Set.of("stack"), declared.recomputed());
        Network network = Network.create(declared, 1);
        assertEquals(Set.of("stack/0", "stack/1", "stack/2"), network.recomputed());
        steps(network.trainer(Adam.of(1e-2)), 4);
        assertArrayEquals(bits(trained()), bits(network));
        network.recompute("first");
        assertEquals(Set.of("first"), network.recomputed());
        network.recompute();
        assertEquals(Set.of(), network.recomputed());
    }

    @Test
    void aDeclarationIsInTheTreeOfAGraphAndInWhatNestsIt() {
        Graph declared = graph(0.2, true);
        assertEquals(
                declared.recomputed(),
                GraphChecker.check(DraftTree.read(DraftTree.of(declared.draft())))
                        .graph()
                        .orElseThrow()
                        .recomputed());
        GraphBuilder g = GraphBuilder.named("Outer");
        Graph outer = g.output(g.apply("inner", ModelLayer.of(declared), g.input("x", 6, 4)))
                .build();
        assertEquals(Set.of("inner/stack"), outer.recomputed());
    }

    @Test
    void whatIsDoneInEachStepIsComputedAgainToo() {
        GraphBuilder inner = GraphBuilder.named("Step");
        Wire x = inner.input("x", 4);
        Wire stack = inner.apply("stack", Repetition.of(2, Layers.dense(4).activation(GELU)), x);
        inner.recompute(stack);
        GraphBuilder g = GraphBuilder.named("Steps");
        Wire each = g.apply(
                "each", Layers.timeDistributed(ModelLayer.of(inner.output(stack).build())), g.input("x", 6, 4));
        Graph outer = g.output(each).build();
        assertEquals(Set.of("each/stack"), outer.recomputed());
        assertEquals(
                List.of("each (6, 4)", "each/stack (6, 4)", "each/stack/0 (6, 4)", "each/stack/1 (6, 4)"),
                Stream.concat(
                                outer.scopes().stream()
                                        .map(scope -> scope.path() + " "
                                                + scope.outputTypes().get(0).shape()),
                                outer.nodes().stream()
                                        .map(node ->
                                                node.name() + " " + node.type().shape()))
                        .toList());
        assertEquals(
                Set.of("each/stack/0", "each/stack/1"), Network.create(outer, 1).recomputed());
    }

    @Test
    void aFileOfAModelWithAnotherDeclarationIsOfTheSameModel(@TempDir Path folder) {
        Path file = folder.resolve("stacked.plumb");
        Network.create(graph(0.2, true), 1).save(file);
        assertEquals(Set.of("stack/0", "stack/1", "stack/2"), Network.load(file).recomputed());
        assertEquals(Set.of(), Network.load(file, graph(0.2)).recomputed());
    }

    @Test
    void anInputIsNotComputedAgain() {
        GraphBuilder g = GraphBuilder.named("M");
        Wire x = g.input("x", 4);
        assertEquals(
                "'x' is an input, of which nothing is computed: recompute is for layers",
                assertThrows(IllegalArgumentException.class, () -> g.recompute(x))
                        .getMessage());
    }

    /** Blocks with random numbers of all kinds and moving statistics, three times, and layers around them. */
    private static Graph graph(double rate) {
        return graph(rate, false);
    }

    private static Graph graph(double rate, boolean declared) {
        GraphBuilder b = GraphBuilder.named("Block");
        Wire x = b.input("x", 6, 4);
        Wire attended = b.apply("attention", Layers.multiHeadAttention(2, 2).dropout(rate), x, x);
        Wire normal = b.apply("normal", Layers.batchNormalization(), b.apply("sum", Layers.add(), x, attended));
        Wire wide = b.apply("wide", Layers.dense(8).activation(GELU), normal);
        Wire noisy = rate > 0 ? b.apply("noisy", Layers.gaussianNoise(rate), wide) : wide;
        Wire out = b.apply("out", Layers.layerNormalization(), b.apply("narrow", Layers.dense(4), noisy));
        Graph block = b.output(out).build();
        GraphBuilder g = GraphBuilder.named("Stacked");
        Wire first = g.apply("first", Layers.dense(4), g.input("x", 6, 4));
        Wire stack = g.apply("stack", Repetition.of(3, ModelLayer.of(block)), first);
        if (declared) {
            g.recompute(stack);
        }
        Wire read = g.apply("read", Layers.lstm(5), stack);
        return g.output(g.apply("head", Layers.dense(2), read), LossFunction.MEAN_SQUARED_ERROR)
                .build();
    }

    private static final String[][] PARTS = {{"stack"}, {"stack/1"}, {"stack/*/read"}, {"**"}};

    /** Blocks that drop, below and above a layer that goes on from the batch before and drops, too. */
    private static Graph stateful() {
        GraphBuilder b = GraphBuilder.named("Block");
        Wire x = b.input("x", 6, 4);
        Wire read = b.apply(
                "read",
                Layers.lstm(4).returnSequences(true).stateful(true).dropout(0.2).recurrentDropout(0.2),
                b.apply("before", Layers.dropout(0.3), x));
        Wire wide = b.apply("wide", Layers.dense(8).activation(GELU), read);
        Wire out = b.apply("narrow", Layers.dense(4), b.apply("after", Layers.spatialDropout1D(0.3), wide));
        Graph block = b.output(out).build();
        GraphBuilder g = GraphBuilder.named("Streams");
        Wire stack = g.apply("stack", Repetition.of(3, ModelLayer.of(block)), g.input("x", 6, 4));
        Wire last = g.apply("last", Layers.gru(5).stateful(true), stack);
        return g.output(g.apply("head", Layers.dense(2), last), LossFunction.MEAN_SQUARED_ERROR)
                .build();
    }

    /** With the states that the last step left: what is predicted next goes on from them. */
    private static float[] weightsAndNext(Precision precision, String... patterns) {
        Network network = Network.create(stateful(), 1);
        network.precision(precision);
        network.recompute(patterns);
        steps(network.trainer(Adam.of(1e-2)), 4);
        float[] weights = bits(network);
        float[] next = network.predict(List.of(X)).get(0).ravel().toFloatVector();
        float[] both = Arrays.copyOf(weights, weights.length + next.length);
        System.arraycopy(next, 0, both, weights.length, next.length);
        return both;
    }

    @Test
    void statesOfRecomputedPartsMoveOnceAndGiveTheSameBits() {
        float[] kept = weightsAndNext(Precision.FLOAT32);
        for (String[] patterns : PARTS) {
            assertArrayEquals(kept, weightsAndNext(Precision.FLOAT32, patterns), String.join(" ", patterns));
        }
    }

    @Test
    void productsInBfloat16AreRoundedTheSameTheSecondTime() {
        assumeTrue(Processor.lackForBfloat16().isEmpty());
        float[] kept = weightsAndNext(Precision.BF16);
        assertFalse(Arrays.equals(kept, weightsAndNext(Precision.FLOAT32)));
        for (String[] patterns : PARTS) {
            assertArrayEquals(kept, weightsAndNext(Precision.BF16, patterns), String.join(" ", patterns));
        }
        Network rounded = Network.create(graph(0.2), 1);
        rounded.precision(Precision.BF16);
        steps(rounded.trainer(Adam.of(1e-2)), 4);
        Network again = Network.create(graph(0.2), 1);
        again.precision(Precision.BF16);
        again.recompute("stack");
        steps(again.trainer(Adam.of(1e-2)), 4);
        assertArrayEquals(bits(rounded), bits(again));
    }

    private static float[] bits(Network network) {
        return Nd4j.concat(
                        0,
                        network.weights().values().stream().map(INDArray::ravel).toArray(INDArray[]::new))
                .toFloatVector();
    }

    private static void steps(Trainer<List<INDArray>, List<INDArray>> trainer, int count) {
        for (int i = 0; i < count; i++) {
            trainer.trainOnBatch(List.of(X), List.of(Y));
        }
    }

    private static Network trained(String... patterns) {
        Network network = Network.create(graph(0.2), 1);
        network.recompute(patterns);
        steps(network.trainer(Adam.of(1e-2)), 4);
        return network;
    }

    @Test
    void weightsAndMovingStatisticsAreTheSameToTheBit() {
        float[] kept = bits(trained());
        for (String[] patterns : List.of(
                new String[] {"stack"},
                new String[] {"stack/1"},
                new String[] {"stack/*/attention", "stack/*/n*"},
                new String[] {"first", "stack/0", "read"},
                new String[] {"**"})) {
            assertArrayEquals(kept, bits(trained(patterns)), String.join(" ", patterns));
        }
    }

    @Test
    void trainersFollowFromTheirNextStepOn() {
        Network network = Network.create(graph(0.2), 1);
        Trainer<List<INDArray>, List<INDArray>> trainer = network.trainer(Adam.of(1e-2));
        steps(trainer, 1);
        network.recompute("stack");
        steps(trainer, 2);
        network.recompute();
        steps(trainer, 1);
        assertArrayEquals(bits(trained()), bits(network));
    }

    @Test
    void gradientsAreSlopes() {
        Network network = Network.create(graph(0), 1);
        network.freeze("stack/*/normal");
        network.recompute("stack");
        Trainer<List<INDArray>, List<INDArray>> trainer = network.trainer(Adam.of());
        BatchGradients gradients = trainer.gradients(List.of(X), List.of(Y));
        for (String path : List.of("first/kernel", "stack/0/wide/kernel", "stack/2/attention/query/kernel")) {
            INDArray weight = network.weights().get(path).dup();
            for (int i = 0; i < 3; i++) {
                float was = weight.ravel().getFloat(i);
                double[] losses = new double[2];
                for (int side = 0; side < 2; side++) {
                    INDArray moved = weight.dup();
                    moved.ravel().putScalar(i, was + (side == 0 ? -STEP : STEP));
                    network.setWeight(path, moved);
                    losses[side] = trainer.testOnBatch(List.of(X), List.of(Y)).loss();
                }
                network.setWeight(path, weight);
                assertEquals(
                        (losses[1] - losses[0]) / (2 * STEP),
                        gradients.get(path).ravel().getFloat(i),
                        2e-3,
                        path + " " + i);
            }
        }
    }

    @Test
    void aRepetitionStandsForEachOfItsRepetitions() {
        Network network = Network.create(graph(0.2), 1);
        assertEquals(Set.of(), network.recomputed());
        network.recompute("stack");
        assertEquals(Set.of("stack/0", "stack/1", "stack/2"), network.recomputed());
        network.recompute("stack/?/attention");
        assertEquals(Set.of("stack/0/attention", "stack/1/attention", "stack/2/attention"), network.recomputed());
        network.recompute("stack/1/**", "stack/1", "head");
        assertEquals(Set.of("head", "stack/1"), network.recomputed());
        network.recompute("**");
        assertEquals(Set.of("first", "head", "read", "stack/0", "stack/1", "stack/2"), network.recomputed());
        network.recompute();
        assertEquals(Set.of(), network.recomputed());
    }

    @Test
    void whatMatchesNothingIsSaidAndChangesNothing() {
        Network network = Network.create(graph(0.2), 1);
        network.recompute("stack/0");
        IllegalArgumentException unknown =
                assertThrows(IllegalArgumentException.class, () -> network.recompute("stack", "stak/*"));
        assertTrue(
                unknown.getMessage().startsWith("model 'Stacked' has no layer 'stak/*', did you mean 'stack/*'?"),
                unknown.getMessage());
        assertThrows(IllegalArgumentException.class, () -> network.recompute(""));
        assertThrows(IllegalArgumentException.class, () -> network.recompute((String) null));
        assertEquals(Set.of("stack/0"), network.recomputed());
    }
}
