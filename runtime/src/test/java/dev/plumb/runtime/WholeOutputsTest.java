package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Shape;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What is declared int32 comes back as int32: above 2^24 floats have not all whole numbers. */
final class WholeOutputsTest {
    private static final int LARGE = (1 << 24) + 1;

    private static Network passing(int width) {
        GraphBuilder g = GraphBuilder.named("Ids");
        Wire ids = g.input("ids", Shape.of(width), DType.INT32);
        Wire same = g.apply("same", Layers.reshape(width), ids);
        g.output(same);
        Wire table = g.apply("table", Layers.embedding(4, 2), g.input("words", Shape.of(1), DType.INT32));
        return Network.create(g.output(g.apply("flat", Layers.flatten(), table)).build(), 1);
    }

    private static INDArray wholes(int... values) {
        return Nd4j.createFromArray(values);
    }

    @Test
    void areArraysOfWholeNumbers() {
        List<INDArray> results = passing(2)
                .predict(List.of(
                        wholes(LARGE, -LARGE, 3, 4).reshape(2, 2), wholes(1, 2).reshape(2, 1)));
        assertEquals(DataType.INT32, results.get(0).dataType());
        assertArrayEquals(new int[] {LARGE, -LARGE, 3, 4}, results.get(0).data().asInt());
        assertEquals(DataType.FLOAT, results.get(1).dataType());
    }

    /** More examples than are computed at once, whose last part is a view of a larger plan. */
    @Test
    void ofManyExamplesToo() {
        int[] ids = IntStream.range(0, 301).map(i -> LARGE + i).toArray();
        INDArray words = Nd4j.zeros(DataType.INT32, 301, 1);
        INDArray result =
                passing(1).predict(List.of(wholes(ids).reshape(301, 1), words)).get(0);
        assertArrayEquals(ids, result.toIntVector());
    }

    @Test
    void haveBuffersOfTheirKindInASession() {
        try (Session session = passing(2).session(1, Map.of())) {
            session.put("ids", new int[] {LARGE, 7});
            session.put("words", new int[] {1});
            session.run();
            assertEquals(LARGE, session.outputInts("same").get(0));
            assertEquals(7, session.outputInts("same").get(1));
            assertEquals(
                    "model 'Ids' has no float32 output 'same': it is outputInts(\"same\")",
                    assertThrows(IllegalArgumentException.class, () -> session.output("same"))
                            .getMessage());
            assertEquals(2, session.output("flat").capacity());
        }
    }

    @Test
    void areConcatenated() {
        GraphBuilder g = GraphBuilder.named("Ids");
        Wire both = g.apply(
                "both",
                Layers.concatenate(),
                g.input("a", Shape.of(2), DType.INT32),
                g.input("b", Shape.of(1), DType.INT32));
        INDArray result = Network.create(g.output(both).build(), 1)
                .predict(List.of(wholes(LARGE, 2).reshape(1, 2), wholes(3).reshape(1, 1)))
                .get(0);
        assertArrayEquals(new int[] {LARGE, 2, 3}, result.data().asInt());
    }

    /** Preprocessing makes them before the network runs. */
    @Test
    void ofPreprocessingToo() {
        GraphBuilder g = GraphBuilder.named("Found");
        Wire x = g.input("x", Shape.of(1), DType.INT32);
        Network network = Network.create(
                g.output(g.apply("bin", Layers.integerLookup().vocabulary(7, 5), x))
                        .build(),
                1);
        INDArray result =
                network.predict(List.of(wholes(5, 7, 9).reshape(3, 1))).get(0);
        assertEquals(DataType.INT32, result.dataType());
        assertArrayEquals(new int[] {2, 1, 0}, result.toIntVector());
    }

    /** One flat example gives floats: exactly, or not at all. */
    @Test
    void ofOneFlatExampleAreFloatsThatAreExact() {
        GraphBuilder g = GraphBuilder.named("Ids");
        Wire ids = g.input("ids", Shape.of(2), DType.INT32);
        Network network =
                Network.create(g.output(g.apply("same", Layers.reshape(2), ids)).build(), 1);
        assertArrayEquals(new float[] {1 << 24, -3}, network.predict(new int[] {1 << 24, -3}));
        assertEquals(
                "output 'same' of model 'Ids' is the whole number 16777217, which no float is: predict arrays, whose"
                        + " result is of int32",
                assertThrows(IllegalStateException.class, () -> network.predict(new int[] {LARGE, 1}))
                        .getMessage());
    }

    @Test
    void sizesThatVaryGiveThemToo() {
        GraphBuilder g = GraphBuilder.named("Ids");
        Wire ids = g.input("ids", Shape.parse("time"), DType.INT32);
        Network network = Network.create(
                g.output(g.apply("same", Layers.reshape(-1, 1), ids)).build(), 1);
        assertEquals(
                LARGE,
                network.predict(List.of(wholes(LARGE, 2, 3).reshape(1, 3)))
                        .get(0)
                        .getInt(0, 0, 0));
    }
}
