package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.array.InputException;
import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.spec.LayerSpec;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What a network gives step by step is what it gives for the whole sequence, however it is read. */
final class DecodingSessionTest {
    private static final int IDS = 11;
    private static final int LONGEST = 300;
    private static final float TOLERANCE = 1e-5f;

    /** Ids and their places, two blocks, the probabilities of the next id. */
    private static Network decoder(LayerSpec attention) {
        GraphBuilder g = GraphBuilder.named("Decoder");
        Wire ids = g.input("ids", Shape.parse("time"), DType.INT32);
        Wire places = g.input("places", Shape.parse("time"), DType.INT32);
        Wire x = g.apply(
                "sum",
                Layers.add(),
                g.apply("words", Layers.embedding(IDS, 24), ids),
                g.apply("positions", Layers.embedding(LONGEST, 24), places));
        for (int block = 0; block < 2; block++) {
            Wire normal = g.apply("normal" + block, Layers.layerNormalization(), x);
            Wire seen = g.apply("attention" + block, attention, normal, normal);
            Wire after = g.apply("after" + block, Layers.add(), x, g.apply("drop" + block, Layers.dropout(0.1), seen));
            Wire inner = g.apply(
                    "wide" + block,
                    Layers.dense(50).activation(ActivationFunction.GELU),
                    g.apply("second" + block, Layers.rmsNormalization(), after));
            x = g.apply("x" + block, Layers.add(), after, g.apply("narrow" + block, Layers.dense(24), inner));
        }
        return Network.create(
                g.output(g.apply("next", Layers.dense(IDS).activation(ActivationFunction.SOFTMAX), x))
                        .build(),
                3);
    }

    private static Network decoder() {
        return decoder(Layers.multiHeadAttention(4, 6).useCausalMask(true));
    }

    /** Rows of numbers, and layers on them by turns. */
    private static Network over(BiFunction<GraphBuilder, Wire, Wire> layers) {
        GraphBuilder g = GraphBuilder.named("Rows");
        Wire rows = g.input("rows", Shape.parse("time", "5"), DType.FLOAT32);
        return Network.create(g.output(layers.apply(g, rows)).build(), 5);
    }

    private static int[] ids(int count, long seed) {
        return new Random(seed).ints(count, 0, IDS).toArray();
    }

    /** The outputs of the whole: (examples, time, IDS). */
    private static INDArray whole(Network network, int[][] ids) {
        int[][] places = new int[ids.length][];
        for (int i = 0; i < ids.length; i++) {
            places[i] = places(0, ids[i].length);
        }
        return network.predict(Map.of("ids", Nd4j.createFromArray(ids), "places", Nd4j.createFromArray(places)))
                .get("next");
    }

    private static int[] places(int from, int count) {
        int[] places = new int[count];
        for (int i = 0; i < count; i++) {
            places[i] = from + i;
        }
        return places;
    }

    private static void take(DecodingSession session, int[] ids, int from, int count) {
        for (int i = 0; i < count; i++) {
            session.inputInts("ids").put(i, ids[from + i]);
            session.inputInts("places").put(i, from + i);
        }
        session.run(count);
    }

    private static float[] row(INDArray whole, int example, int step) {
        return whole.get(NDArrayIndex.point(example), NDArrayIndex.point(step), NDArrayIndex.all())
                .dup()
                .toFloatVector();
    }

    private static float[] read(FloatBuffer buffer) {
        float[] numbers = new float[buffer.capacity()];
        buffer.get(0, numbers);
        return numbers;
    }

    @Test
    void eachStepIsThatOfTheWhole() {
        Network network = decoder();
        int[] ids = ids(LONGEST, 1);
        INDArray whole = whole(network, new int[][] {ids});
        try (DecodingSession session = network.decodingSession(LONGEST)) {
            for (int step = 0; step < LONGEST; step++) {
                take(session, ids, step, 1);
                assertEquals(step + 1, session.steps());
                assertArrayEquals(row(whole, 0, step), read(session.output("next")), TOLERANCE, "step " + step);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void howManyStepsAreReadAtOnceAndWhatWasTakenBackDoesNotMatter(long seed) {
        Network network = decoder();
        Random random = new Random(seed);
        int[] ids = ids(LONGEST, seed);
        INDArray whole = whole(network, new int[][] {ids});
        try (DecodingSession session = network.decodingSession(LONGEST)) {
            for (int turn = 0; turn < 40; turn++) {
                int room = LONGEST - session.steps();
                if (random.nextInt(4) == 0 || room == 0) {
                    session.truncate(random.nextInt(session.steps() + 1));
                } else {
                    take(session, ids, session.steps(), 1 + random.nextInt(Math.min(room, 140)));
                    assertArrayEquals(
                            row(whole, 0, session.steps() - 1),
                            read(session.output("next")),
                            TOLERANCE,
                            "turn " + turn);
                }
            }
        }
    }

    @Test
    void severalSequencesSideBySide() {
        Network network = decoder();
        int[][] ids = {ids(290, 1), ids(290, 2), ids(290, 3)};
        INDArray whole = whole(network, ids);
        try (DecodingSession session = network.decodingSession(3, LONGEST, Map.of())) {
            for (int count : new int[] {7, 1, 247, 1, 1, 10, 20}) {
                int from = session.steps();
                for (int i = 0; i < 3; i++) {
                    for (int step = 0; step < count; step++) {
                        session.inputInts("ids").put(i * count + step, ids[i][from + step]);
                        session.inputInts("places").put(i * count + step, from + step);
                    }
                }
                session.run(count);
                float[] next = read(session.output("next"));
                for (int i = 0; i < 3; i++) {
                    float[] found = java.util.Arrays.copyOfRange(next, i * IDS, (i + 1) * IDS);
                    assertArrayEquals(row(whole, i, from + count - 1), found, TOLERANCE);
                }
            }
        }
    }

    @Test
    void aSecondSequenceKnowsNothingOfTheFirst() {
        Network network = decoder();
        int[] ids = ids(20, 4);
        INDArray whole = whole(network, new int[][] {ids});
        try (DecodingSession session = network.decodingSession(LONGEST)) {
            take(session, ids(LONGEST, 9), 0, LONGEST);
            session.reset();
            assertEquals(0, session.steps());
            take(session, ids, 0, 20);
            assertArrayEquals(row(whole, 0, 19), read(session.output("next")), TOLERANCE);
        }
    }

    @Test
    void sharedHeadsAndWindows() {
        for (LayerSpec attention : List.of(
                Layers.groupQueryAttention(6, 6, 2).useCausalMask(true),
                Layers.multiHeadAttention(1, 7).valueDim(3).useCausalMask(true),
                Layers.multiHeadAttention(4, 6).useCausalMask(true).slidingWindow(3),
                Layers.multiHeadAttention(4, 6).useCausalMask(true).dropout(0.5).useGate(true))) {
            Network network = decoder(attention);
            int[] ids = ids(100, 4);
            INDArray whole = whole(network, new int[][] {ids});
            try (DecodingSession session = network.decodingSession(LONGEST)) {
                for (int count : new int[] {1, 1, 5, 66, 1, 1, 20, 1}) {
                    take(session, ids, session.steps(), count);
                    assertArrayEquals(
                            row(whole, 0, session.steps() - 1),
                            read(session.output("next")),
                            TOLERANCE,
                            attention.describe());
                }
            }
        }
    }

    private static void assertLikeTheWhole(Network network, boolean goesBack) {
        int time = 80;
        float[] numbers = new float[time * 5];
        Random random = new Random(2);
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        INDArray whole = network.predict(List.of(Nd4j.createFromArray(numbers).reshape(1, time, 5)))
                .get(0);
        String output = network.graph().outputs().get(0).name();
        try (DecodingSession session = network.decodingSession(time)) {
            for (int again = 0; again < 2; again++) {
                for (int count : new int[] {1, 1, 3, 20, 1, 40}) {
                    session.input("rows").put(0, numbers, session.steps() * 5, count * 5);
                    session.run(count);
                    assertArrayEquals(row(whole, 0, session.steps() - 1), read(session.output(output)), TOLERANCE);
                }
                if (!goesBack) {
                    assertTrue(assertThrows(IllegalStateException.class, () -> session.truncate(3))
                            .getMessage()
                            .contains("states"));
                }
                session.reset();
            }
        }
    }

    @Test
    void recurrentLayersCarryTheirStates() {
        for (LayerSpec layer : List.of(
                Layers.lstm(7).returnSequences(true),
                Layers.gru(7).returnSequences(true),
                Layers.gru(7).resetAfter(false).returnSequences(true),
                Layers.simpleRNN(7).returnSequences(true),
                Layers.lstm(7).activation(ActivationFunction.RELU).returnSequences(true))) {
            assertLikeTheWhole(
                    over((g, rows) ->
                            g.apply("out", Layers.dense(2), g.apply("second", layer, g.apply("first", layer, rows)))),
                    false);
        }
    }

    @Test
    void layersThatComputeEachStepByItself() {
        assertLikeTheWhole(
                over((g, rows) -> {
                    Wire x = g.apply("rescaled", Layers.rescaling(0.5), rows);
                    Wire y = g.apply("batch", Layers.batchNormalization(), x);
                    Wire z = g.apply("each", Layers.timeDistributed(Layers.layerNormalization()), y);
                    Wire all = g.apply("all", Layers.concatenate(), x, g.apply("product", Layers.multiply(), y, z));
                    Wire soft = g.apply("soft", Layers.softmax(), all);
                    Wire slope = g.apply("slope", Layers.pReLU().sharedAxes(1), soft);
                    return g.apply(
                            "out", Layers.unitNormalization(), g.apply("drop", Layers.spatialDropout1D(0.5), slope));
                }),
                true);
    }

    @Test
    void anInputWithoutStepsIsGivenAsAWhole() {
        GraphBuilder g = GraphBuilder.named("Told");
        Wire rows = g.input("rows", Shape.parse("time", "5"), DType.FLOAT32);
        Wire told = g.input("told", Shape.parse("source", "4"), DType.FLOAT32);
        Wire about = g.input("about", 6);
        Wire own = g.apply("own", Layers.multiHeadAttention(2, 3).useCausalMask(true), rows, rows);
        Wire other = g.apply("other", Layers.multiHeadAttention(2, 3), own, told);
        Wire sum = g.apply("sum", Layers.add(), other, g.apply("dense", Layers.dense(5), about));
        Network network = Network.create(g.output(sum).build(), 1);
        INDArray manyRows = Nd4j.randn(1, 9, 5);
        INDArray source = Nd4j.randn(1, 7, 4);
        INDArray numbers = Nd4j.randn(1, 6);
        INDArray whole = network.predict(Map.of("rows", manyRows, "told", source, "about", numbers))
                .get("sum");
        try (DecodingSession session = network.decodingSession(1, 9, Map.of("source", 7))) {
            session.input("told").put(0, source.dup().data().asFloat());
            session.input("about").put(0, numbers.dup().data().asFloat());
            float[] flat = manyRows.dup().data().asFloat();
            for (int count : new int[] {1, 2, 4, 1, 1}) {
                session.input("rows").put(0, flat, session.steps() * 5, count * 5);
                session.run(count);
                assertArrayEquals(row(whole, 0, session.steps() - 1), read(session.output("sum")), TOLERANCE);
            }
        }
        assertTrue(assertThrows(IllegalArgumentException.class, () -> network.decodingSession(9))
                .getMessage()
                .contains("[source, time]"));
    }

    @Test
    void aFixedLengthIsTheMost() {
        GraphBuilder g = GraphBuilder.named("Fixed");
        Wire rows = g.input("rows", 8, 5);
        Network network = Network.create(
                g.output(g.apply("out", Layers.multiHeadAttention(2, 3).useCausalMask(true), rows, rows))
                        .build(),
                1);
        INDArray whole = network.predict(List.of(Nd4j.ones(1, 8, 5))).get(0);
        try (DecodingSession session = network.decodingSession(8)) {
            for (int i = 0; i < 25; i++) {
                session.input("rows").put(i, 1);
            }
            session.run(5);
            assertArrayEquals(row(whole, 0, 4), read(session.output("out")), TOLERANCE);
            assertEquals(8, session.longest());
            String full = assertThrows(IllegalStateException.class, () -> session.run(4))
                    .getMessage();
            assertTrue(full.contains("room for 8 steps: it has taken 5, found 4 more"), full);
        }
        assertThrows(IllegalArgumentException.class, () -> network.decodingSession(9));
    }

    @Test
    void itComputesWithTheWeightsOfNow() {
        Network network = decoder();
        int[] ids = ids(5, 1);
        try (DecodingSession session = network.decodingSession(5)) {
            take(session, ids, 0, 4);
            network.setWeight("next/bias", Nd4j.linspace(0, 3, IDS));
            take(session, ids, 4, 1);
            assertArrayEquals(row(whole(network, new int[][] {ids}), 0, 4), read(session.output("next")), TOLERANCE);
        }
    }

    @Test
    void aWrongIdTakesNoStep() {
        try (DecodingSession session = decoder().decodingSession(5)) {
            session.inputInts("ids").put(1, IDS);
            String message =
                    assertThrows(InputException.class, () -> session.run(2)).getMessage();
            assertTrue(message.contains("input 'ids' has 11 in example 0 of the batch, element 1"), message);
            assertEquals(0, session.steps());
            session.run();
            assertEquals(1, session.steps());
        }
    }

    @Test
    void numbersAreThoseOfOneStepOrMore() {
        try (DecodingSession session = decoder().decodingSession(2, 5, Map.of())) {
            session.put("ids", new int[] {1, 2, 3, 4});
            assertEquals(4, session.inputInts("ids").get(3));
            for (int count : new int[] {0, 3, 12}) {
                assertEquals(
                        "input 'ids' of a session of model 'Decoder' takes 2 numbers a step, 2 examples of (time) row"
                                + " by row, for 1 to 5 steps: found "
                                + count,
                        assertThrows(InputException.class, () -> session.put("ids", new int[count]))
                                .getMessage());
            }
        }
    }

    @Test
    void aStepAllocatesNothing() {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (DecodingSession session = decoder().decodingSession(LONGEST)) {
            for (int i = 0; i < 10_000; i++) {
                steps(session);
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 500; i++) {
                steps(session);
            }
            assertEquals(0, (threads.getCurrentThreadAllocatedBytes() - before) / 500, "bytes a step");
        }
    }

    private static void steps(DecodingSession session) {
        if (session.steps() == session.longest()) {
            session.reset();
        }
        session.run();
    }

    @Test
    void whatNeedsMoreThanEarlierStepsIsRefusedByName() {
        assertRefused(
                "GlobalAveragePooling1D 'out' needs the whole",
                (g, rows) -> g.apply("out", Layers.globalAveragePooling1D(), rows));
        assertRefused(
                "MultiHeadAttention 'out' sees later steps",
                (g, rows) -> g.apply("out", Layers.multiHeadAttention(2, 3), rows, rows));
        assertRefused(
                "LSTM 'out' reads the last step first",
                (g, rows) -> g.apply("out", Layers.lstm(2).returnSequences(true).goBackwards(true), rows));
        assertRefused("LSTM 'out' gives the last step only", (g, rows) -> g.apply("out", Layers.lstm(2), rows));
        assertRefused(
                "Bidirectional(LSTM) 'out'",
                (g, rows) -> g.apply("out", Layers.bidirectional(Layers.lstm(2).returnSequences(true)), rows));
        assertRefused(
                "Softmax 'out' computes along the axis of the steps",
                (g, rows) -> g.apply("out", Layers.softmax().axis(1), rows));
        assertRefused(
                "Masking 'masked' makes a mask",
                (g, rows) -> g.apply("out", Layers.dense(2), g.apply("masked", Layers.masking(), rows)));
        assertRefused(
                "Attention 'out' compares steps as they are",
                (g, rows) -> g.apply("out", Layers.attention().useCausalMask(true), rows, rows));
        assertRefused("Conv1D 'out'", (g, rows) -> g.apply("out", Layers.conv1D(2, 3), rows));
    }

    @Test
    void theFixOfALayerThatReadsBothWaysIsTheLayerThatItWraps() {
        String message = assertThrows(IllegalStateException.class, () -> over((g, rows) -> g.apply(
                                "out", Layers.bidirectional(Layers.gru(4).returnSequences(true)), rows))
                        .decodingSession(4))
                .getMessage();
        assertEquals("""
            model 'Rows' cannot be computed step by step: Bidirectional(GRU) 'out' reads the last step first, too
              fix     leave @Bidirectional out: @GRU alone reads forwards (its weights are those of forward/)
              see     docs/generating.md\
            """, message);
    }

    private static void assertRefused(String expected, BiFunction<GraphBuilder, Wire, Wire> layers) {
        String message = assertThrows(
                        IllegalStateException.class, () -> over(layers).decodingSession(4))
                .getMessage();
        assertTrue(message.startsWith("model 'Rows' cannot be computed step by step: " + expected), message);
        assertTrue(message.contains("\n  fix     "), message);
    }
}
