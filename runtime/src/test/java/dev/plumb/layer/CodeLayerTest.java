package dev.plumb.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Budget;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.CodeBuilder;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.check.GraphException;
import dev.plumb.graph.code.CodeLayer;
import dev.plumb.graph.compose.Repetition;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.ops.Var;
import dev.plumb.runtime.EagerContext;
import dev.plumb.runtime.EagerLayer;
import dev.plumb.runtime.EagerModel;
import dev.plumb.runtime.GradientTape;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.Phase;
import dev.plumb.runtime.Trainer;
import dev.plumb.train.SGD;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Layers in code compute, train, share, save and fail as built-in layers do. */
final class CodeLayerTest {

    private static CodeLayer layer(String signature, LayerCode code) {
        return CodeBuilder.named("demo.Own")
                .signature(signature)
                .code(values -> code)
                .with(Map.of());
    }

    /** Dense with a kernel and a bias. */
    private static Var dense(LayerContext context, Var x, int units) {
        Var kernel = context.weight("kernel", List.of(x.size(-1), units), Initializer.GLOROT_UNIFORM);
        return x.matmul(kernel).plus(context.weight("bias", List.of(units), Initializer.ZEROS));
    }

    private static final CodeLayer DENSE = layer("(..., d) -> (..., 4)", (context, in) -> dense(context, in.get(0), 4));

    private static Graph line(LayerSpec layer, long... sizes) {
        GraphBuilder g = GraphBuilder.named("Line");
        Wire own = g.apply("own", layer, g.input("x", sizes));
        Wire flat = g.apply("flat", Layers.flatten(), own);
        return g.output(g.apply("out", Layers.dense(1), flat), LossFunction.MEAN_SQUARED_ERROR)
                .build();
    }

    @BeforeEach
    void theSameNumbersEachTime() {
        Nd4j.getRandom().setSeed(9);
    }

    private static INDArray random(long... shape) {
        return Nd4j.rand(DataType.FLOAT, shape);
    }

    private static INDArray predicted(Network network, INDArray x) {
        return network.predict(List.of(x)).get(0);
    }

    /** The loss of the last of some steps. */
    private static double steps(Network network, int count, INDArray x, INDArray y) {
        Trainer<List<INDArray>, List<INDArray>> trainer = network.trainer(SGD.of(0.1));
        double loss = 0;
        for (int i = 0; i < count; i++) {
            loss = trainer.trainOnBatch(List.of(x), List.of(y)).loss();
        }
        return loss;
    }

    private static void trainsAs(LayerSpec expected, LayerSpec actual, UnaryOperator<String> renamed, long... sizes) {
        Network one = Network.create(line(expected, sizes), 7);
        Network other = Network.create(line(actual, sizes), 8);
        other.weights().keySet().forEach(path -> other.setWeight(path, one.weight(renamed.apply(path))));
        long[] batch = new long[sizes.length + 1];
        batch[0] = 16;
        System.arraycopy(sizes, 0, batch, 1, sizes.length);
        INDArray x = random(batch);
        INDArray y = random(16, 1);
        for (Network network : List.of(one, other)) {
            steps(network, 6, x, y);
        }
        assertEquals(
                0, predicted(one, x).sub(predicted(other, x)).normmaxNumber().doubleValue(), 1e-6);
        for (String path : other.weights().keySet()) {
            assertEquals(
                    0,
                    one.weight(renamed.apply(path))
                            .sub(other.weight(path))
                            .normmaxNumber()
                            .doubleValue(),
                    1e-6,
                    path);
        }
    }

    @Test
    void aDenseInCodeIsADense() {
        trainsAs(Layers.dense(4), DENSE, path -> path, 6);
        trainsAs(Layers.dense(4), DENSE, path -> path, 3, 6);
    }

    @Test
    void aPartIsTheLayerWithItsWeightsUnderItsName() {
        CodeLayer inner = layer("(d) -> (4)", (context, in) -> context.layer(
                        "inner", Layers.dense(4).activation(ActivationFunction.TANH))
                .call(in.get(0)));
        trainsAs(
                Layers.dense(4).activation(ActivationFunction.TANH),
                inner,
                path -> path.replace("own/inner/", "own/"),
                6);
        assertEquals(
                Set.of("own/inner/kernel", "own/inner/bias", "out/kernel", "out/bias"),
                Network.create(line(inner, 6), 1).weights().keySet());
    }

    private static final CodeLayer TWO_OPTIONAL = layer("x: (d), bias: (d)?, factor: (d)? -> (d)", (context, in) -> {
        Var biased = context.optional("bias").map(in.get(0)::plus).orElse(in.get(0));
        assertEquals(context.optional("bias"), context.optional(1));
        assertEquals(context.optional("factor"), context.optional(2));
        return context.optional("factor").map(biased::times).orElse(biased);
    });

    private static Graph ofTwo(CodeLayer layer, long second) {
        GraphBuilder g = GraphBuilder.named("Two");
        return g.output(g.apply("own", layer, g.input("a", 3), g.input("b", second)))
                .build();
    }

    @Test
    void anOptionalInputIsLeftOutBeforeOneThatIsGiven(@TempDir Path folder) {
        INDArray a = random(2, 3);
        INDArray b = random(2, 3);
        Network added = Network.create(ofTwo(TWO_OPTIONAL, 3), 1);
        assertEquals(a.add(b), added.predict(List.of(a, b)).get(0));
        Network multiplied = Network.create(ofTwo(TWO_OPTIONAL.without("bias"), 3), 1);
        assertEquals(a.mul(b), multiplied.predict(List.of(a, b)).get(0));
        multiplied.save(folder.resolve("two.plumb"));
        Network loaded = Network.load(folder.resolve("two.plumb"), multiplied.graph());
        assertEquals(a.mul(b), loaded.predict(List.of(a, b)).get(0));
        assertThrows(
                IllegalArgumentException.class,
                () -> Network.load(folder.resolve("two.plumb"), added.graph()),
                "another input was left out");
        assertTrue(assertThrows(GraphException.class, () -> ofTwo(TWO_OPTIONAL.without("bias"), 4))
                .getMessage()
                .contains("its input 'factor'"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> TWO_OPTIONAL.without("x"))
                .getMessage()
                .contains("'x' cannot be left out: it is no optional input of"));
    }

    @Test
    void aSummaryCountsWhatTheCodeHasDeclared() {
        Graph graph = line(DENSE, 6);
        String before = dev.plumb.graph.build.Summary.of(graph).text();
        assertTrue(before.contains("?") && before.contains("Not counted: 1 layer in code"), before);
        String after = Network.create(graph, 1).summaryText();
        assertTrue(after.contains("Total params: 33") && !after.contains("Not counted"), after);
    }

    @Test
    void aPartThatMovesStatisticsDoesSo() {
        CodeLayer inner = layer("(d) -> (d)", (context, in) -> context.layer("norm", Layers.batchNormalization())
                .call(in.get(0)));
        trainsAs(Layers.batchNormalization(), inner, path -> path.replace("own/norm/", "own/"), 6);
    }

    @Test
    void whatIsCalledTwiceSharesItsWeights() {
        CodeLayer twice = layer("(d) -> (d)", (context, in) -> {
            InnerLayer dense = context.layer("dense", Layers.dense(6));
            return dense.call(context.layer("dense", Layers.dense(6)).call(in.get(0)));
        });
        Network network = Network.create(line(twice, 6), 3);
        assertEquals(6 * 6 + 6 + 7, network.graph().parameters());
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> Network.create(
                                line(
                                        layer("(d) -> (d)", (context, in) -> context.layer("a", Layers.dense(6))
                                                .call(context.layer("a", Layers.dense(7))
                                                        .call(in.get(0)))),
                                        6),
                                1))
                .getMessage();
        assertTrue(
                message.contains("the part 'a' is Dense(units = 6) already, and cannot be Dense(units = 7)"), message);
    }

    @Test
    void aLayerIsRepeatedSharedFrozenAndDistributed() {
        CodeLayer square = layer(
                "(d) -> (d)",
                (context, in) -> dense(context, in.get(0), in.get(0).size(-1)));
        GraphBuilder g = GraphBuilder.named("Forms");
        Wire x = g.input("x", 5, 3);
        Wire each = g.apply("each", Layers.timeDistributed(square), x);
        Wire flat = g.apply("flat", Layers.flatten(), each);
        Wire stack = g.apply("stack", Repetition.of(2, square), flat);
        Wire frozen = g.applyFrozen("frozen", square, stack);
        Wire again = g.applyAgain("again", frozen, frozen);
        Graph graph = g.output(g.apply("out", Layers.dense(1), again), LossFunction.MEAN_SQUARED_ERROR)
                .build();
        Network network = Network.create(graph, 1);
        assertEquals(
                List.of(
                        "each/kernel",
                        "each/bias",
                        "stack/0/kernel",
                        "stack/0/bias",
                        "stack/1/kernel",
                        "stack/1/bias",
                        "frozen/kernel",
                        "frozen/bias",
                        "out/kernel",
                        "out/bias"),
                List.copyOf(network.weights().keySet()));
        INDArray before = network.weight("frozen/kernel").dup();
        INDArray moved = network.weight("stack/1/kernel").dup();
        steps(network, 1, random(8, 5, 3), random(8, 1));
        assertEquals(before, network.weight("frozen/kernel"));
        assertTrue(!moved.equals(network.weight("stack/1/kernel")));
    }

    @Test
    void aStateMovesInTrainingAndIsSaved(@TempDir Path folder) {
        CodeLayer counting = layer("(d) -> (d)", (context, in) -> {
            Var count = context.state("count", List.of(), Initializer.ZEROS);
            if (context.training()) {
                context.assign("count", count.plus(1));
            }
            return in.get(0);
        });
        Network network = Network.create(line(counting, 6), 1);
        steps(network, 6, random(8, 6), random(8, 1));
        assertEquals(6, network.weight("own/count").getDouble(0));
        assertEquals(7, network.graph().trainableParameters());
        network.save(folder.resolve("counting.plumb"));
        Network again = Network.load(folder.resolve("counting.plumb"), line(counting, 6));
        assertEquals(6, again.weight("own/count").getDouble(0));
    }

    @Test
    void anAddedLossIsTrained() {
        CodeLayer pulled = layer("(d) -> (d)", (context, in) -> {
            Var w = context.weight("w", List.of(3), Initializer.ONES);
            context.addLoss(w.square().sum());
            return in.get(0);
        });
        Network network = Network.create(line(pulled, 3), 1);
        double loss = steps(network, 1, Nd4j.zeros(DataType.FLOAT, 4, 3), Nd4j.zeros(DataType.FLOAT, 4, 1));
        assertEquals(3, loss, 1e-6);
        assertEquals(0.8, network.weight("own/w").getDouble(0), 1e-6);
    }

    @Test
    void masksComeInAndGoOut() {
        CodeLayer counting = CodeBuilder.named("demo.Own")
                .signature("(t, d) -> (t, d)")
                .supportsMasking()
                .code(values -> (LayerCode) (context, in) -> {
                    Var mask = context.mask(0).orElseThrow();
                    return in.get(0).plus(mask.reshape(mask.size(0), mask.size(1), 1));
                })
                .with(Map.of());
        GraphBuilder g = GraphBuilder.named("Masked");
        Wire masked = g.apply("masked", Layers.masking(), g.input("x", 3, 2));
        Wire own = g.apply("own", counting, masked);
        Graph graph =
                g.output(g.apply("mean", Layers.globalAveragePooling1D(), own)).build();
        INDArray x = Nd4j.createFromArray(new float[][][] {{{1, 1}, {3, 3}, {0, 0}}});
        assertEquals(Nd4j.createFromArray(new float[][] {{3, 3}}), predicted(Network.create(graph, 1), x));
    }

    @Test
    void aConstructorThatThrowsIsNamed() {
        CodeLayer refusing = CodeBuilder.named("demo.Own")
                .signature("(d) -> (d)")
                .code(values -> {
                    throw new IllegalArgumentException("heads must divide the width");
                })
                .with(Map.of());
        assertMessage("'own' of model 'Line': Own refuses its attributes: heads must divide the width", refusing);
    }

    @Test
    void theSignatureIsKept() {
        assertMessage(
                "'own' of model 'Line': Own gave (4), and its signature (d) -> (5) says (5)",
                layer("(d) -> (5)", (context, in) -> dense(context, in.get(0), 4)));
        assertMessage(
                "'own' of model 'Line': Own gave [], which does not begin with the batch of 1, and its signature (d)"
                        + " -> (d) says (6)",
                layer("(d) -> (d)", (context, in) -> in.get(0).sum()));
        assertMessage(
                "the weight 'w' is declared as (7) @Init(ONES), and was (6) @Init(ONES)",
                layer("(d) -> (d)", (context, in) -> {
                    context.weight("w", List.of(6), Initializer.ONES);
                    context.weight("w", List.of(7), Initializer.ONES);
                    return in.get(0);
                }));
        assertMessage(
                "a loss is one number, and this is float32[1,6]: take its mean() or sum()",
                layer("(d) -> (d)", (context, in) -> {
                    context.addLoss(in.get(0));
                    return in.get(0);
                }));
        assertMessage(
                "Own failed: its code gave null in place of its output",
                layer("(d) -> (d)", (context, in) -> nothing()));
        assertMessage("the part 'dense' is called without inputs", layer("(d) -> (d)", (context, in) -> context.layer(
                        "dense", Layers.dense(6))
                .call()));
        assertMessage("weight 'own/w' is trained, and the optimizer moves it", layer("(d) -> (d)", (context, in) -> {
            Var w = context.weight("w", List.of(6), Initializer.ONES);
            context.assign("w", w.times(2));
            return in.get(0);
        }));
        Var[] kept = new Var[1];
        assertMessage(
                "belongs to another recorder: a value lives as long as the call that made it",
                layer("(d) -> (d)", (context, in) -> {
                    kept[0] = kept[0] == null ? in.get(0).times(2) : kept[0];
                    return in.get(0).plus(kept[0]);
                }));
        assertMessage("Own failed: MatMul inner sizes differ: 6 and 1", layer("(d) -> (d)", (context, in) -> in.get(0)
                .matmul(in.get(0))));
        assertMessage("CodeLayerTest.java:", layer("(d) -> (d)", (context, in) -> in.subList(0, 2)
                .get(1)));
    }

    @SuppressWarnings("NullAway") // the mistake that is tested
    private static Var nothing() {
        return null;
    }

    private static void assertMessage(String expected, CodeLayer layer) {
        String message = assertThrows(IllegalArgumentException.class, () -> Network.create(line(layer, 6), 1))
                .getMessage();
        assertTrue(message.contains(expected), message);
    }

    @Test
    void aWeightDependsOnNoSymbolicAxis() {
        CodeLayer wrong = layer("(t, d) -> (t, d)", (context, in) -> in.get(0)
                .plus(context.weight("w", List.of(in.get(0).size(1), 1), Initializer.ONES)));
        GraphBuilder g = GraphBuilder.named("Symbolic");
        Wire x = g.input("x", dev.plumb.graph.shape.Shape.parse("time", "2"), dev.plumb.dsl.DType.FLOAT32);
        Graph graph = g.output(g.apply("own", wrong, x)).build();
        String message = assertThrows(IllegalArgumentException.class, () -> Network.create(graph, 1))
                .getMessage();
        assertTrue(message.contains("the weight 'w' of 'own' is (1, 1) for one size"), message);
    }

    @Test
    void aLayerOfAnySizeKeepsItsWeights() {
        CodeLayer scale = layer("(t, d) -> (t, d)", (context, in) -> in.get(0)
                .times(context.weight("w", List.of(in.get(0).size(2)), Init.Spec.of(Initializer.ONES))));
        GraphBuilder g = GraphBuilder.named("Symbolic");
        Wire x = g.input("x", dev.plumb.graph.shape.Shape.parse("time", "2"), dev.plumb.dsl.DType.FLOAT32);
        Network network = Network.create(g.output(g.apply("own", scale, x)).build(), 1);
        for (int time : new int[] {1, 3, 8}) {
            INDArray sequence = random(2, time, 2);
            assertEquals(sequence, predicted(network, sequence));
        }
    }

    @Test
    void dropoutInCodeDropsInTrainingOnly() {
        CodeLayer dropping = layer(
                "(d) -> (d)",
                (context, in) -> context.training()
                        ? in.get(0).times(context.dropoutMask(0.5, in.get(0).shape()))
                        : in.get(0));
        GraphBuilder g = GraphBuilder.named("Dropping");
        Network network = Network.create(
                g.output(g.apply("own", dropping, g.input("x", 100))).build(), 1);
        INDArray ones = Nd4j.ones(DataType.FLOAT, 4, 100);
        assertEquals(ones, predicted(network, ones));
        assertTrue(
                !ones.equals(network.predict(List.of(ones), Phase.TRAINING, 5L).get(0)));
    }

    @Test
    void anEagerModelCallsCodeWithItsWeightsAndLosses() {
        CodeLayer pulled = layer("(d) -> (4)", (context, in) -> {
            Var out = dense(context, in.get(0), 4);
            context.addLoss(out.square().mean());
            return out;
        });
        EagerModel<INDArray, Var> eager = new EagerModel<>(1) {
            private final EagerLayer own = layer("own", pulled);

            @Override
            public Var call(EagerContext context, INDArray x) {
                return own.call(context, context.array(x));
            }
        };
        INDArray x = random(5, 6);
        eager.build(x);
        Network network = Network.create(line(DENSE, 6), 2).upTo("own");
        assertEquals(Set.of("own/kernel", "own/bias"), eager.weights().keySet());
        eager.weights().forEach((path, weight) -> network.setWeight(path, weight));
        INDArray expected = predicted(network, x);
        assertEquals(0, expected.sub(eager.predict(x)).normmaxNumber().doubleValue(), 1e-6);
        try (GradientTape tape = eager.tape(Phase.TRAINING)) {
            eager.call(tape.context(), x);
            assertEquals(
                    expected.mul(expected).meanNumber().doubleValue(),
                    tape.context().number(tape.penalty(eager)),
                    1e-6);
        }
    }

    @Test
    void theBudgetOfAModelCountsWhatCodeDeclares() {
        GraphBuilder g = GraphBuilder.named("Small").budget(Budget.Spec.of().maxParameters(27));
        Graph graph = g.output(g.apply("own", DENSE, g.input("x", 6))).build();
        String message = assertThrows(GraphException.class, () -> Network.create(graph, 1))
                .getMessage();
        assertTrue(message.contains("[plumb/over-budget]") && message.contains("28 parameters"), message);
    }

    @Test
    void aFileKnowsWhatCodeHasDeclared(@TempDir Path folder) {
        Path file = folder.resolve("own.plumb");
        Network network = Network.create(line(DENSE, 6), 1);
        network.save(file);
        INDArray x = random(3, 6);
        assertEquals(predicted(network, x), predicted(Network.load(file, line(DENSE, 6)), x));
        CodeLayer other = layer("(..., d) -> (..., 4)", (context, in) -> context.layer("inner", Layers.dense(4))
                .call(in.get(0)));
        String changed = assertThrows(IllegalArgumentException.class, () -> Network.load(file, line(other, 6)))
                .getMessage();
        assertTrue(
                changed.contains(
                        "layer 'own': the code declares the weights [bias (4), kernel (6, 4)] in the file, [inner/bias"
                                + " (4), inner/kernel (6, 4)] in the model"),
                changed);
        String missing = assertThrows(IllegalArgumentException.class, () -> Network.load(file))
                .getMessage();
        assertTrue(missing.contains("layer 'own' is the layer in code demo.Own, and a file holds no code"), missing);
    }
}
