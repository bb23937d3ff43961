package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumb.array.InputException;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.spec.LayerSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.nd4j.linalg.factory.Nd4j;

/** One example without an array around it: several are told how they are predicted. */
final class OneFlatExampleTest {
    private static Network network(DType dtype, LayerSpec layer, int width) {
        GraphBuilder g = GraphBuilder.named("Flat");
        return Network.create(
                g.output(g.apply("y", layer, g.input("x", Shape.of(width), dtype)))
                        .build(),
                1);
    }

    private static String said(Executable prediction) {
        return String.valueOf(assertThrows(InputException.class, prediction).getMessage());
    }

    @Test
    void textsThatAreSeveralExamples() {
        Network network = network(DType.STRING, Layers.hashing(5), 1);
        assertEquals(
                "input 'x' takes 1 values an example, (1) row by row: found 2. 2 examples are an array,"
                        + " predict(List.of(Nd4j.create(List.of(…), 2, 1)))",
                said(() -> network.predict("a", "b")));
        float[] first = network.predict("a");
        assertEquals(
                first[0],
                network.predict(List.of(Nd4j.create(List.of("a", "b"), 2, 1)))
                        .get(0)
                        .getInt(0));
    }

    @Test
    void numbersThatAreSeveralExamples() {
        Network network = network(DType.FLOAT32, Layers.dense(1), 2);
        assertEquals(
                "input 'x' takes 2 values an example, (2) row by row: found 6. 3 examples are a float[][], a row for"
                        + " each",
                said(() -> network.predict(new float[6])));
        assertEquals(
                "input 'x' takes 2 values an example, (2) row by row: found 5",
                said(() -> network.predict(new float[5])));
    }

    @Test
    void idsThatAreSeveralExamples() {
        Network network = network(DType.INT32, Layers.embedding(4, 3), 2);
        assertEquals(
                "input 'x' takes 2 values an example, (2) row by row: found 4. 2 examples are an array,"
                        + " predict(List.of(Nd4j.createFromArray(…).reshape(2, 2)))",
                said(() -> network.predict(new int[4])));
    }
}
