package dev.plumb.runtime;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.ActivationFunction.TANH;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.array.InputException;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.CodeBuilder;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.compose.ModelLayer;
import dev.plumb.graph.compose.Repetition;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.layer.LayerCode;
import dev.plumb.ops.Var;
import dev.plumb.train.Losses;
import dev.plumb.train.SGD;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What a traced model predicts is what the eager one does, op by op. */
final class TracedModelTest {

    /** A model whose code is a function of its layers, named {@code l0}, {@code l1} …. */
    private static final class Model<O> extends EagerModel<List<Var>, O> {
        private final List<EagerLayer> layers;
        private final Code<O> code;

        interface Code<O> {
            O call(EagerContext context, List<EagerLayer> layers, List<Var> inputs);
        }

        Model(List<LayerSpec> layers, Code<O> code) {
            super(3);
            this.layers = IntStream.range(0, layers.size())
                    .mapToObj(i -> layer("l" + i, layers.get(i)))
                    .toList();
            this.code = code;
        }

        @Override
        public O call(EagerContext context, List<Var> inputs) {
            return code.call(context, layers, inputs);
        }
    }

    private static Model<Var> chain(LayerSpec... layers) {
        return new Model<>(List.of(layers), (context, fields, inputs) -> {
            Var x = inputs.get(0);
            for (EagerLayer field : fields) {
                x = field.call(context, x);
            }
            return x;
        });
    }

    private static INDArray numbers(long seed, int... shape) {
        Random random = new Random(seed);
        float[] numbers = new float[IntStream.of(shape).reduce(1, Math::multiplyExact)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return Nd4j.create(numbers, IntStream.of(shape).asLongStream().toArray());
    }

    private static <O> List<INDArray> eager(
            EagerModel<List<Var>, O> model, BiFunction<EagerContext, O, List<Var>> read, List<INDArray> inputs) {
        try (GradientTape tape = model.tape(Phase.INFERENCE)) {
            EagerContext context = tape.context();
            List<Var> values = inputs.stream().map(context::array).toList();
            return read.apply(context, model.call(context, values)).stream()
                    .map(context::copy)
                    .toList();
        }
    }

    /** Traced by examples of one size, and compared at this one and others; the weights are made by the tracing. */
    private static TracedModel assertSame(EagerModel<List<Var>, Var> model, INDArray... inputs) {
        TracedModel traced = model.traced(List.of(inputs));
        for (int examples = (int) inputs[0].size(0); examples >= 1; examples--) {
            List<INDArray> some = new ArrayList<>();
            for (INDArray input : inputs) {
                some.add(input.get(NDArrayIndex.interval(0, examples)).dup());
            }
            assertClose(
                    eager(model, (context, output) -> List.of(output), some).get(0),
                    traced.predict(some).get(0));
        }
        return traced;
    }

    private static void assertClose(INDArray expected, INDArray actual) {
        assertArrayEquals(expected.shape(), actual.shape());
        assertArrayEquals(
                expected.dup('c').data().asFloat(), actual.dup('c').data().asFloat(), 1e-6f);
    }

    @Test
    void denseLayers() {
        Model<Var> model = chain(
                Layers.dense(16).activation(RELU),
                Layers.dropout(0.5),
                Layers.dense(5).activation(SOFTMAX));
        TracedModel traced = assertSame(model, numbers(1, 3, 7));
        assertEquals("traced model 'Model' of [x (7)] to [output]", traced.toString());
        assertTrue(model.layers().get(0).isBuilt());
    }

    @Test
    void convolutions() {
        assertSame(
                chain(
                        Layers.conv2D(6, 3).activation(RELU),
                        Layers.batchNormalization(),
                        Layers.maxPooling2D(),
                        Layers.conv2D(4, 3),
                        Layers.flatten(),
                        Layers.dense(3)),
                numbers(2, 2, 12, 12, 3));
    }

    @Test
    void recurrences() {
        assertSame(chain(Layers.lstm(6).returnSequences(true), Layers.gru(5), Layers.dense(2)), numbers(3, 3, 9, 4));
    }

    @Test
    void attention() {
        assertSame(
                new Model<>(
                        List.of(Layers.multiHeadAttention(2, 8), Layers.layerNormalization()),
                        (context, layers, in) -> layers.get(1)
                                .call(
                                        context,
                                        in.get(0).plus(layers.get(0).call(context, in.get(0), in.get(1), in.get(1))))),
                numbers(4, 2, 5, 8),
                numbers(5, 2, 7, 8));
    }

    @Test
    void aLayerCalledTwiceAndOps() {
        TracedModel traced = assertSame(
                new Model<>(List.of(Layers.dense(6)), (context, layers, in) -> {
                    Var left = layers.get(0).call(context, in.get(0));
                    Var right = layers.get(0).call(context, in.get(1));
                    Var far = left.minus(right).square().sum(1).sqrt();
                    return far.where(far.greater(0.5f), context.constant(0)).reshape(left.size(0), 1);
                }),
                numbers(6, 3, 4),
                numbers(7, 3, 4));
        assertEquals(List.of("x1", "x2"), traced.inputs());
    }

    @Test
    void aNetworkInsideAndConstants() {
        GraphBuilder g = GraphBuilder.named("Inner");
        Network inner = Network.create(
                g.output(g.apply("dense", Layers.dense(5).activation(TANH), g.input("x", 4)))
                        .build(),
                2);
        EagerModel<List<Var>, Var> model = new EagerModel<>(4) {
            private final EagerLayer base = layer("base", inner);
            private final EagerLayer head = layer("head", Layers.dense(2));

            @Override
            public Var call(EagerContext context, List<Var> in) {
                Var scaled = base.call(context, in.get(0))
                        .times(context.floats(new float[] {1, 2, 3, 4, 5}))
                        .plus(context.array(Nd4j.createFromArray(0.5f, 0.25f, 0, -1, 2)));
                return head.call(context, scaled.take(context.ints(new int[] {4, 0, 0, 2}), 1));
            }
        };
        TracedModel traced = assertSame(model, numbers(8, 3, 4));
        INDArray x = numbers(9, 2, 4);
        INDArray before = traced.predict(x);
        inner.setWeight("dense/bias", Nd4j.ones(5));
        assertNotEquals(before, traced.predict(x));
    }

    @Test
    void whatIsTrainedLaterIsSeen(@TempDir Path folder) {
        Model<Var> model = chain(Layers.dense(4), Layers.batchNormalization(), Layers.dense(2));
        INDArray x = numbers(10, 5, 3);
        TracedModel traced = model.traced(List.of(x));
        Path start = folder.resolve("start.plumb");
        model.save(start);
        INDArray before = traced.predict(x);
        EagerOptimizer optimizer = model.optimizer(SGD.of(0.1));
        for (int i = 0; i < 3; i++) {
            if (i == 2) {
                model.freeze("l1");
            }
            try (GradientTape tape = model.tape(Phase.TRAINING)) {
                EagerContext context = tape.context();
                Var output = model.call(context, List.of(context.array(x)));
                optimizer.step(tape, context.loss(Losses.meanSquaredError(), output, context.fill(1, 5, 2)));
            }
            assertClose(predicted(model, x), traced.predict(x));
        }
        assertNotEquals(before, traced.predict(x));
        model.setWeight("l2/bias", Nd4j.createFromArray(7f, 8f));
        assertClose(predicted(model, x), traced.predict(x));
        model.load(start);
        assertClose(before, traced.predict(x));
    }

    @Test
    void aFileOfLayersIsNoNetwork(@TempDir Path folder) {
        Model<Var> model = chain(Layers.dense(4), Layers.dense(2));
        model.traced(List.of(numbers(1, 1, 3)));
        Path file = folder.resolve("layers.plumb");
        model.save(file);
        String message = assertThrows(IllegalArgumentException.class, () -> Network.load(file))
                .getMessage();
        assertEquals(
                file
                        + " holds the layers of the eager model 'Model', and how they are wired only its code knows: make the"
                        + " model by its class, and load(file) into it; see docs/eager-not-static.md",
                message);
    }

    /** As docs/eager-not-static.md has it. */
    @Test
    void aLoopThatStopsWithWhere() {
        assertSame(
                new Model<>(List.of(Layers.dense(4), Layers.dense(1)), (context, layers, in) -> {
                    Var state = in.get(0);
                    for (int i = 0; i < 5; i++) {
                        Var done = layers.get(1).call(context, state).greater(0);
                        state = state.where(
                                done, layers.get(0).call(context, state).tanh());
                    }
                    return state;
                }),
                numbers(22, 6, 4));
    }

    @Test
    void blocksAndModelsAreLayersToo() {
        GraphBuilder g = GraphBuilder.named("Inner");
        Wire x = g.input("x", 4);
        Wire hidden = g.apply("hidden", Layers.dense(4).activation(RELU), x);
        LayerSpec inner =
                ModelLayer.of(g.output(g.apply("sum", Layers.add(), hidden, x)).build());
        Model<Var> model = chain(inner, Repetition.of(3, Layers.dense(4)));
        assertSame(model, numbers(23, 3, 4));
    }

    /** Its weights lie in two stores, and each is trained by itself. */
    @Test
    void anEagerModelInsideAnother() {
        Model<Var> inner = chain(Layers.dense(4).activation(TANH));
        Model<Var> outer = new Model<>(List.of(Layers.dense(2)), (context, layers, in) -> layers.get(0)
                .call(context, inner.call(context, in)));
        INDArray x = numbers(24, 3, 5);
        TracedModel traced = outer.traced(List.of(x));
        assertClose(predicted(outer, x), traced.predict(x));
        inner.setWeight("l0/bias", Nd4j.createFromArray(1f, -1f, 0.5f, 2f));
        outer.setWeight("l0/bias", Nd4j.createFromArray(3f, 4f));
        assertClose(predicted(outer, x), traced.predict(x));
    }

    private static INDArray predicted(EagerModel<List<Var>, Var> model, INDArray... inputs) {
        return eager(model, (context, output) -> List.of(output), List.of(inputs))
                .get(0);
    }

    @Test
    void idsAndMasks() {
        Model<Var> model =
                chain(Layers.embedding(10, 4).maskZero(true), Layers.lstm(3).returnSequences(true));
        INDArray ids = Nd4j.createFromArray(new int[][] {{3, 4, 5, 0, 0}, {1, 2, 0, 0, 0}});
        TracedModel traced = assertSame(model, ids);
        String message = assertThrows(InputException.class, () -> traced.predict(ids.castTo(DataType.FLOAT)))
                .getMessage();
        assertEquals("input 'x' takes int32, found FLOAT: convert it with castTo(DataType.INT32)", message);
        BiFunction<EagerContext, List<Var>, List<Var>> withMask = (context, inputs) -> {
            Var output = model.call(context, inputs);
            return List.of(output, context.mask(output).orElseThrow());
        };
        TracedModel masked = model.traced(withMask, List.of(ids));
        List<INDArray> both = masked.predict(List.of(ids));
        assertClose(traced.predict(ids), both.get(0));
        assertEquals(Nd4j.createFromArray(new float[][] {{1, 1, 1, 0, 0}, {1, 1, 0, 0, 0}}), both.get(1));
        assertEquals(List.of("output 1", "output 2"), masked.outputs());
        message = assertThrows(IllegalStateException.class, () -> masked.predict(ids))
                .getMessage();
        assertTrue(message.startsWith("model 'Model' has the outputs [output 1, output 2]: predict(List.of("), message);
    }

    @Test
    void outputsByName() {
        Model<Map<String, Var>> model = new Model<>(List.of(Layers.dense(3)), (context, layers, in) -> {
            Var hidden = layers.get(0).call(context, in.get(0));
            Map<String, Var> named = new LinkedHashMap<>();
            named.put("hidden", hidden);
            named.put("again", hidden);
            named.put("input", in.get(0));
            named.put("constant", context.floats(new float[] {1, 2}));
            named.put("flat", hidden.reshape(hidden.type().elements()));
            named.put("mean", hidden.mean(0));
            return named;
        });
        INDArray x = numbers(11, 4, 2);
        TracedModel traced = model.traced(List.of(x));
        assertEquals(List.of("hidden", "again", "input", "constant", "flat", "mean"), traced.outputs());
        List<INDArray> expected = eager(model, (context, output) -> List.copyOf(output.values()), List.of(x));
        for (int run = 0; run < 2; run++) {
            List<INDArray> actual = traced.predict(List.of(x));
            for (int i = 0; i < expected.size(); i++) {
                assertClose(expected.get(i), actual.get(i));
            }
        }
    }

    /** A batch is computed at once: its mean is that of all examples, however many. */
    @Test
    void examplesMayBeMixed() {
        Model<Var> model = new Model<>(
                List.of(), (context, layers, in) -> in.get(0).minus(in.get(0).mean(0)));
        INDArray x = numbers(12, 300, 2);
        assertClose(
                predicted(model, x), model.traced(List.of(numbers(13, 2, 2))).predict(x));
    }

    @Test
    void codeMayDecideBySizes() {
        Model<Var> model = new Model<>(List.of(Layers.dense(3)), (context, layers, in) -> {
            Var state = in.get(0).slice(1, 0, 1).reshape(in.get(0).size(0), 3);
            for (int t = 1; t < in.get(0).size(1); t++) {
                Var now = in.get(0).slice(1, t, 1).reshape(in.get(0).size(0), 3);
                state = layers.get(0).call(context, state).plus(now).tanh();
            }
            return in.get(0).size(0) > 2 ? state.times(2) : state;
        });
        TracedModel traced = model.traced(List.of(numbers(14, 1, 4, 3)), List.of(numbers(15, 1, 6, 3)));
        for (INDArray x : List.of(numbers(16, 2, 5, 3), numbers(17, 3, 1, 3), numbers(18, 1, 9, 3))) {
            assertClose(predicted(model, x), traced.predict(x));
        }
        String message = assertThrows(InputException.class, () -> traced.predict(numbers(1, 2, 5, 4)))
                .getMessage();
        assertEquals("input 'x' expects (batch, axis 1 of x, 3), found (2, 5, 4)", message);
        TracedModel fixed = model.traced(List.of(numbers(14, 1, 4, 3)));
        message = assertThrows(InputException.class, () -> fixed.predict(numbers(1, 2, 5, 3)))
                .getMessage();
        assertEquals("input 'x' expects (batch, 4, 3), found (2, 5, 3)", message);
        assertThrows(InputException.class, () -> fixed.predict(numbers(1, 3)));
        assertThrows(InputException.class, () -> fixed.predict((INDArray) null));
        assertThrows(InputException.class, () -> fixed.predict(List.of()));
    }

    @Test
    void layersInCodeWithGradientsOfTheirOwn() {
        LayerSpec code = CodeBuilder.named("demo.Clipped")
                .signature("(d) -> (2)")
                .code(values -> (LayerCode) (context, in) -> in.get(0)
                        .withGradient(gradient -> gradient.clip(-1, 1))
                        .matmul(context.weight("kernel", List.of(in.get(0).size(-1), 2), Initializer.GLOROT_UNIFORM)))
                .with(Map.of());
        assertSame(chain(code, Layers.dense(2)), numbers(19, 3, 4));
    }

    @Test
    void twoThreads() throws Exception {
        Model<Var> model = chain(Layers.dense(8).activation(TANH), Layers.dense(2));
        TracedModel traced = model.traced(List.of(numbers(20, 1, 3)));
        List<INDArray> inputs =
                IntStream.rangeClosed(1, 8).mapToObj(n -> numbers(n, n, 3)).toList();
        List<INDArray> expected = inputs.stream().map(x -> predicted(model, x)).toList();
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            Callable<Boolean> work = () -> {
                for (int i = 0; i < 200; i++) {
                    assertClose(expected.get(i % 8), traced.predict(inputs.get(i % 8)));
                }
                return true;
            };
            for (Future<Boolean> done : pool.invokeAll(List.of(work, work))) {
                assertTrue(done.get());
            }
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void itOutlivesTapes() {
        Model<Var> model = chain(Layers.dense(2));
        INDArray x = numbers(21, 2, 3);
        GradientTape tape = model.tape(Phase.TRAINING);
        TracedModel traced = model.traced(List.of(x));
        INDArray before = traced.predict(x);
        tape.close();
        assertEquals(before, traced.predict(x));
    }

    @Test
    void layersThatDoNotFitAreRefusedInTheWordsOfTheCompiler() {
        Model<Var> model = chain(Layers.lstm(3));
        String message = assertThrows(IllegalArgumentException.class, () -> model.traced(List.of(numbers(1, 2, 3))))
                .getMessage();
        assertTrue(message.contains("LSTM 'l0' needs"), message);
        assertFalse(model.layers().get(0).isBuilt());
    }
}
