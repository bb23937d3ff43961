package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumb.array.InputException;
import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.SequentialBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Shape;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Sessions, and rows of examples, give what predicting arrays gives. */
final class SessionTest {
    private static final int IDS = 7;

    private final Network two = two();

    /** Ids and numbers in, two outputs. */
    private static Network two() {
        GraphBuilder g = GraphBuilder.named("Two");
        Wire words = g.input("words", Shape.of(3), DType.INT32);
        Wire numbers = g.input("numbers", 4);
        Wire pooled =
                g.apply("pooled", Layers.globalAveragePooling1D(), g.apply("table", Layers.embedding(IDS, 5), words));
        Wire all = g.apply("all", Layers.concatenate(), pooled, numbers);
        return Network.create(
                g.output(g.apply("first", Layers.dense(2), all))
                        .output(g.apply("second", Layers.dense(3).activation(ActivationFunction.SOFTMAX), all))
                        .build(),
                1);
    }

    @Test
    void twoInputsAndOutputsWithoutArrays() {
        INDArray words = Nd4j.createFromArray(new int[][] {{0, 1, 2}, {6, 5, 4}});
        INDArray numbers = Nd4j.createFromArray(new float[][] {{1, 2, 3, 4}, {5, 6, 7, 8}});
        Map<String, INDArray> expected = two.predict(Map.of("words", words, "numbers", numbers));
        try (Session session = two.session(2, Map.of())) {
            session.inputInts("words").put(0, new int[] {0, 1, 2, 6, 5, 4});
            session.input("numbers").put(0, new float[] {1, 2, 3, 4, 5, 6, 7, 8});
            session.run();
            assertArrayEquals(flat(expected.get("first")), read(session.output("first")), 1e-6f);
            assertArrayEquals(flat(expected.get("second")), read(session.output("second")), 1e-6f);
        }
    }

    @Test
    void whatDoesNotFitIsSaid() {
        try (Session session = two.session(2, Map.of())) {
            session.put("words", new int[] {0, 1, 2, 6, 5, 4});
            assertEquals(4, session.inputInts("words").get(5));
            session.put("numbers", new float[] {1, 2, 3, 4, 5, 6, 7, 8});
            assertEquals(8, session.input("numbers").get(7));
            assertEquals(
                    "input 'numbers' of a session of model 'Two' takes 8 numbers, 2 examples of (4) row by row: found"
                            + " 9",
                    assertThrows(InputException.class, () -> session.put("numbers", new float[9]))
                            .getMessage());
            assertEquals(
                    "input 'words' of a session of model 'Two' takes 6 numbers, 2 examples of (3) row by row: found 3",
                    assertThrows(InputException.class, () -> session.put("words", new int[3]))
                            .getMessage());
            assertThrows(IllegalArgumentException.class, () -> session.put("words", new float[6]));
        }
    }

    @Test
    void aRunComputesWithTheWeightsOfNow() {
        Network line = line();
        try (Session session = line.session()) {
            session.input("input").put(0, new float[] {1, 2, 3});
            session.run();
            assertArrayEquals(line.predict(new float[] {1, 2, 3}), read(session.output("out")), 1e-6f);
            line.setWeight("out/kernel", Nd4j.ones(8, 2));
            session.run();
            assertArrayEquals(line.predict(new float[] {1, 2, 3}), read(session.output("out")), 1e-6f);
        }
    }

    @Test
    void aRunAllocatesNothing() {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Session session = two.session()) {
            for (int i = 0; i < 20_000; i++) {
                session.run();
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1_000; i++) {
                session.run();
            }
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertEquals(0, allocated / 1_000, "bytes a run");
        }
    }

    @Test
    void aSizeThatVariesIsSaid() {
        GraphBuilder g = GraphBuilder.named("Varying");
        Wire steps = g.input("steps", Shape.parse("time", "2"), DType.FLOAT32);
        Network varying = Network.create(
                g.output(g.apply("sum", Layers.globalMaxPooling1D(), steps)).build(), 1);
        try (Session session = varying.session(1, Map.of("time", 3))) {
            session.input("steps").put(0, new float[] {1, 5, 3, 4, 2, 0});
            session.run();
            assertArrayEquals(new float[] {3, 5}, read(session.output("sum")));
        }
        assertEquals(
                "the buffers of a session need the sizes that vary in model 'Varying': expected a number of at least 1"
                        + " for each of [time], found {}",
                assertThrows(IllegalArgumentException.class, varying::session).getMessage());
    }

    @Test
    @SuppressWarnings("NullAway")
    void nothingIsNoSizeAndNoExample() {
        assertEquals(
                "the buffers of a session need the sizes that vary in model 'Two': expected a number of at least 1 for"
                        + " each of [], found null",
                assertThrows(IllegalArgumentException.class, () -> two.session(1, null))
                        .getMessage());
        assertEquals(
                "input 'input' is null: expected a row for each example",
                assertThrows(InputException.class, () -> line().predict((float[][]) null))
                        .getMessage());
    }

    @Test
    void mistakesAreSaid() {
        Session session = two.session();
        assertEquals(
                "model 'Two' has no float32 input 'words': it is inputInts(\"words\")",
                assertThrows(IllegalArgumentException.class, () -> session.input("words"))
                        .getMessage());
        assertEquals(
                "model 'Two' has no float32 output 'third': it has [first, second]",
                assertThrows(IllegalArgumentException.class, () -> session.output("third"))
                        .getMessage());
        IntBuffer words = session.inputInts("words").put(0, new int[] {0, IDS, 1});
        assertEquals(
                "input 'words' has 7 in example 0 of the batch, element 1: expected ids from 0 to 6 for Embedding"
                        + " 'table'",
                assertThrows(InputException.class, session::run).getMessage());
        FloatBuffer first = session.output("first");
        session.close();
        session.close();
        assertThrows(IllegalStateException.class, session::run);
        // The buffers outlive it.
        words.put(0, 1);
        assertEquals(2, first.capacity());
    }

    @Test
    void rowsOfExamples() {
        Network line = line();
        float[][] examples = new float[133][3];
        for (int i = 0; i < examples.length; i++) {
            examples[i][i % 3] = i;
        }
        float[][] results = line.predict(examples);
        INDArray expected =
                line.predict(List.of(Nd4j.createFromArray(examples))).get(0);
        for (int i = 0; i < examples.length; i++) {
            assertArrayEquals(expected.getRow(i).toFloatVector(), results[i], 1e-4f);
        }
        assertEquals(0, line.predict(new float[0][]).length);
        examples[70] = new float[2];
        assertEquals(
                "input 'input' takes 3 values an example, (3) row by row: found 2 in example 70",
                assertThrows(InputException.class, () -> line.predict(examples)).getMessage());
    }

    private static Network line() {
        SequentialBuilder line = SequentialBuilder.named("Line", 3);
        line.add(Layers.dense(8).activation(ActivationFunction.RELU));
        line.add("out", Layers.dense(2));
        return Network.create(line.build(), 1);
    }

    private static float[] flat(INDArray array) {
        return array.ravel().toFloatVector();
    }

    private static float[] read(FloatBuffer buffer) {
        float[] numbers = new float[buffer.capacity()];
        buffer.get(0, numbers);
        return numbers;
    }
}
