package dev.plumb.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.CodeBuilder;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.check.GraphException;
import dev.plumb.graph.code.CodeLayer;
import dev.plumb.graph.shape.Shape;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** A cell in code, read over a sequence: an LSTM written as one is the built-in LSTM, which is compared with Keras. */
final class CellLayersTest {
    private static final int UNITS = 3;
    private static final int TIME = 5;
    private static final int FEATURES = 4;

    private static CodeLayer several(String signature, LayerCode.Several code) {
        return CodeBuilder.named("demo.Cell")
                .signature(signature)
                .code(values -> code)
                .with(Map.of());
    }

    private static CodeLayer one(String signature, LayerCode code) {
        return CodeBuilder.named("demo.Cell")
                .signature(signature)
                .code(values -> code)
                .with(Map.of());
    }

    private static Var weight(LayerContext context, String name, int rows, int columns) {
        return context.weight(name, List.of(rows, columns), Initializer.GLOROT_UNIFORM);
    }

    /** Hochreiter and Schmidhuber 1997, gates in the order of Keras. */
    private static List<Var> lstm(LayerContext context, List<Var> in) {
        Var z = in.get(0)
                .matmul(weight(context, "kernel", in.get(0).size(1), 4 * UNITS))
                .plus(in.get(1).matmul(weight(context, "recurrent_kernel", UNITS, 4 * UNITS)))
                .plus(context.weight("bias", List.of(4 * UNITS), Initializer.ZEROS));
        List<Var> gates = z.split(1, 4);
        Var cell = gates.get(1)
                .sigmoid()
                .times(in.get(2))
                .plus(gates.get(0).sigmoid().times(gates.get(2).tanh()));
        return List.of(gates.get(3).sigmoid().times(cell.tanh()), cell);
    }

    private static final CodeLayer LSTM =
            several("x: (d), state: (3), cell: (3) -> a: (3), b: (3)", CellLayersTest::lstm);

    /** The same with an output beside the states. */
    private static final CodeLayer LSTM_WITH_OUTPUT =
            several("x: (d), state: (3), cell: (3) -> output: (3), a: (3), b: (3)", (context, in) -> {
                List<Var> states = lstm(context, in);
                return List.of(states.get(0), states.get(0), states.get(1));
            });

    private static Graph graph(LayerSpec layer, boolean masked, int states) {
        GraphBuilder g = GraphBuilder.named("Read");
        Wire x = g.input("x", TIME, FEATURES);
        List<Wire> inputs = new ArrayList<>(List.of(masked ? g.apply("masked", Layers.masking(), x) : x));
        for (int state = 0; state < states; state++) {
            inputs.add(g.input("state" + state, UNITS));
        }
        Wire read = g.apply("read", layer, inputs.toArray(Wire[]::new));
        for (String output : layer.outputNames().subList(1, layer.outputNames().size())) {
            g.output(g.apply("of_" + output, Layers.dense(1), read.output(output)), LossFunction.MEAN_SQUARED_ERROR);
        }
        boolean sequences = Boolean.TRUE.equals(layer.attributes().get("returnSequences"));
        Wire flat = sequences ? g.apply("flat", Layers.flatten(), read) : read;
        return g.output(g.apply("out", Layers.dense(1), flat), LossFunction.MEAN_SQUARED_ERROR)
                .build();
    }

    private static void assertReadsAs(LayerSpec expected, LayerSpec actual, boolean masked, int states) {
        Nd4j.getRandom().setSeed(5);
        Network one = Network.create(graph(expected, masked, states), 1);
        Network other = Network.create(graph(actual, masked, states), 2);
        assertEquals(one.weights().keySet(), other.weights().keySet());
        other.weights().keySet().forEach(path -> other.setWeight(path, one.weight(path)));
        INDArray x = Nd4j.rand(DataType.FLOAT, 6, TIME, FEATURES).sub(0.5);
        for (int example = 0; example < 6 && masked; example++) {
            for (int step = 0; step < TIME; step++) {
                if ((example + step) % 3 == 0 || example == 4) {
                    x.get(NDArrayIndex.point(example), NDArrayIndex.point(step)).assign(0);
                }
            }
        }
        List<INDArray> inputs = new ArrayList<>(List.of(x));
        for (int state = 0; state < states; state++) {
            inputs.add(Nd4j.rand(DataType.FLOAT, 6, UNITS).sub(0.5));
        }
        List<INDArray> targets = new ArrayList<>();
        one.graph().outputs().forEach(output -> targets.add(Nd4j.rand(DataType.FLOAT, 6, 1)));
        assertSame(one.predict(inputs), other.predict(inputs));
        for (Network network : List.of(one, other)) {
            Trainer<List<INDArray>, List<INDArray>> trainer = network.trainer(SGD.of(0.3));
            for (int step = 0; step < 4; step++) {
                trainer.trainOnBatch(inputs, targets);
            }
        }
        one.weights().forEach((path, values) -> assertSame(List.of(values), List.of(other.weight(path))));
    }

    private static void assertSame(List<INDArray> expected, List<INDArray> actual) {
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(0, expected.get(i).sub(actual.get(i)).normmaxNumber().doubleValue(), 2e-6);
        }
    }

    @Test
    void anLstmInCodeIsTheLstm() {
        for (CodeLayer cell : List.of(LSTM, LSTM_WITH_OUTPUT)) {
            for (boolean masked : new boolean[] {false, true}) {
                assertReadsAs(Layers.lstm(UNITS).unitForgetBias(false), Layers.rnn(cell), masked, 0);
                assertReadsAs(
                        Layers.lstm(UNITS)
                                .unitForgetBias(false)
                                .returnSequences(true)
                                .goBackwards(true),
                        Layers.rnn(cell).returnSequences(true).goBackwards(true),
                        masked,
                        0);
            }
            assertReadsAs(
                    Layers.lstm(UNITS).unitForgetBias(false).returnState(true),
                    Layers.rnn(cell).returnState(true),
                    true,
                    0);
            assertReadsAs(
                    Layers.lstm(UNITS)
                            .unitForgetBias(false)
                            .returnSequences(true)
                            .returnState(true),
                    Layers.rnn(cell).returnSequences(true).returnState(true),
                    false,
                    2);
        }
    }

    /** A step with axes of its own, and a state whose size follows from it: a moving average of frames. */
    @Test
    void aStateMayHaveTheShapeOfAStep() {
        CodeLayer average = one(
                "(h, w), (h, w) -> (h, w)",
                (context, in) -> in.get(1).times(0.5f).plus(in.get(0).times(0.5f)));
        GraphBuilder g = GraphBuilder.named("Frames");
        Network network = Network.create(
                g.output(g.apply("average", Layers.rnn(average).returnSequences(true), g.input("film", 3, 2, 2)))
                        .build(),
                1);
        assertEquals(
                "(3, 2, 2)", network.graph().outputs().get(0).type().shape().toString());
        INDArray made =
                network.predict(List.of(Nd4j.ones(DataType.FLOAT, 2, 3, 2, 2))).get(0);
        assertEquals(0.5, made.getDouble(1, 0, 1, 1), 1e-6);
        assertEquals(0.875, made.getDouble(1, 2, 1, 1), 1e-6);
    }

    @Test
    void lengthsMayVaryAndFilesHoldTheCell(@TempDir Path folder) {
        GraphBuilder g = GraphBuilder.named("Varying");
        Graph graph = g.output(g.apply("read", Layers.rnn(LSTM), g.input("x", Shape.parse("time", "4"), DType.FLOAT32)))
                .build();
        Network network = Network.create(graph, 1);
        assertEquals(
                Set.of("read/kernel", "read/recurrent_kernel", "read/bias"),
                network.weights().keySet());
        network.save(folder.resolve("cell.plumb"));
        Network loaded = Network.load(folder.resolve("cell.plumb"), graph);
        for (int time : new int[] {1, 7}) {
            INDArray x = Nd4j.rand(DataType.FLOAT, 2, time, FEATURES);
            assertEquals(network.predict(List.of(x)), loaded.predict(List.of(x)));
        }
    }

    private static String refused(LayerSpec layer, long... sizes) {
        GraphBuilder g = GraphBuilder.named("Refused");
        return assertThrows(GraphException.class, () -> g.output(g.apply("read", layer, g.input("x", sizes)))
                        .build())
                .getMessage();
    }

    @Test
    void whatIsNoCellIsRefused() {
        String said = refused(Layers.rnn(Layers.dense(3)), TIME, FEATURES);
        assertTrue(said.contains("wraps Dense(units = 3) in RNN, which takes a cell: a layer in code"), said);
        CodeLayer grows = one("(d), (4) -> (5)", (context, in) -> in.get(0));
        assertTrue(refused(Layers.rnn(grows), TIME, FEATURES).contains("new states of the same shapes"));
        CodeLayer free = one("(d), (u) -> (u)", (context, in) -> in.get(1));
        String unknown = refused(Layers.rnn(free), TIME, FEATURES);
        assertTrue(
                unknown.contains("u")
                        && unknown.contains("which follows neither from its input nor from its attributes"),
                unknown);
        CodeLayer fixed = one("(2), (3) -> (3)", (context, in) -> in.get(1));
        assertTrue(refused(Layers.rnn(fixed), TIME, FEATURES).contains("(2)"));
        assertTrue(refused(Layers.rnn(LSTM), 4).contains("time, then the axes of a step"));
    }

    /** A dynamic model that reads with a cell. */
    private static final class Reader extends EagerModel<Var, Var> {
        private final EagerLayer read = layer("read", Layers.rnn(LSTM).returnSequences(true));

        Reader() {
            super(4);
        }

        @Override
        public Var call(EagerContext context, Var input) {
            return read.call(context, input);
        }
    }

    @Test
    void aDynamicModelReadsWithIt() {
        Reader model = new Reader();
        INDArray x = Nd4j.rand(DataType.FLOAT, 2, TIME, FEATURES);
        GraphBuilder g = GraphBuilder.named("Same");
        Network network = Network.create(
                g.output(g.apply("read", Layers.rnn(LSTM).returnSequences(true), g.input("x", TIME, FEATURES)))
                        .build(),
                1);
        try (GradientTape tape = model.tape(Phase.INFERENCE)) {
            Var made = model.call(tape.context(), tape.context().array(x));
            network.weights().keySet().forEach(path -> network.setWeight(path, model.weight(path)));
            assertSame(network.predict(List.of(x)), List.of(tape.context().copy(made)));
        }
    }
}
