package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumb.array.InputException;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.train.SGD;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What could not be decided when the model was compiled is decided when the sizes are there. */
final class SymbolicSizesTest {

    /** Two sequences of lengths of their own, added. */
    private static Graph sum() {
        GraphBuilder g = GraphBuilder.named("Sum");
        Wire left = g.input("left", Shape.parse("time", "2"), DType.FLOAT32);
        Wire right = g.input("right", Shape.parse("steps", "2"), DType.FLOAT32);
        Wire sum = g.apply("sum", Layers.add(), left, right);
        return g.output(g.apply("both", Layers.concatenate().axis(1), sum, left), LossFunction.MEAN_SQUARED_ERROR)
                .build();
    }

    private static String refused(Graph graph, INDArray... inputs) {
        return String.valueOf(assertThrows(
                        InputException.class, () -> Network.create(graph, 1).predict(List.of(inputs)))
                .getMessage());
    }

    @Test
    void theLengthOfOneFlatExampleSaysTheSize() {
        GraphBuilder g = GraphBuilder.named("Readings");
        Wire x = g.input("x", Shape.parse("time", "3"), DType.FLOAT32);
        Network network =
                Network.create(g.output(g.apply("read", Layers.lstm(4), x)).build(), 1);
        float[] values = {1, 2, 3, 4, 5, 6};
        INDArray expected = network.predict(List.of(Nd4j.createFromArray(values).reshape(1, 2, 3)))
                .get(0);
        assertArrayEquals(expected.ravel().toFloatVector(), network.predict(values));
        assertEquals(
                "input 'x' takes a multiple of 3 values an example, (time, 3) row by row: found 4",
                assertThrows(InputException.class, () -> network.predict(new float[4]))
                        .getMessage());
    }

    @Test
    void sizesThatDoNotFitAreToldWithWhereEachComesFrom() {
        assertEquals("""
                the sizes of these inputs do not fit model 'Sum': Add 'sum' needs inputs of one shape: 'left' is (3, 2), 'right' is (4, 2)
                  needed  time = steps, or one of them 1
                  where   steps = 4, from input 'right', axis 1
                  where   time = 3, from input 'left', axis 1
                  see     docs/errors/shape-mismatch.md""", refused(sum(), Nd4j.zeros(5, 3, 2), Nd4j.zeros(5, 4, 2)));
    }

    @Test
    void sizesThatFitGiveTheirOwnShapes() {
        Network model = Network.create(sum(), 1);
        assertArrayEquals(
                new long[] {5, 6, 2},
                model.predict(List.of(Nd4j.zeros(5, 3, 2), Nd4j.zeros(5, 3, 2)))
                        .get(0)
                        .shape());
        assertArrayEquals(
                new long[] {5, 6, 2},
                model.predict(List.of(Nd4j.zeros(5, 3, 2), Nd4j.zeros(5, 1, 2)))
                        .get(0)
                        .shape());
        assertArrayEquals(
                new long[] {5, 5, 2},
                model.predict(List.of(Nd4j.zeros(5, 1, 2), Nd4j.zeros(5, 4, 2)))
                        .get(0)
                        .shape());
    }

    @Test
    void aWindowThatDoesNotFitIsToldBeforeAnythingRuns() {
        GraphBuilder g = GraphBuilder.named("Windows");
        Wire x = g.input("x", Shape.parse("time", "2"), DType.FLOAT32);
        Graph graph = g.output(g.apply("windows", Layers.conv1D(3, 5), x)).build();
        assertEquals("""
                the sizes of these inputs do not fit model 'Windows': Conv1D 'windows' leaves nothing of the time of 'x', (4, 2): \
                (time - window) / stride + 1 = (4 - 5) / 1 + 1 = 0
                  needed  time >= 5
                  where   time = 4, from input 'x', axis 1
                  see     docs/errors/empty-dimension.md""", refused(graph, Nd4j.zeros(1, 4, 2)));
    }

    @Test
    void anAttentionHasAKeyForEachStepOfItsValueAndAMaskForBoth() {
        GraphBuilder g = GraphBuilder.named("Attention");
        Wire query = g.input("query", Shape.parse("t", "2"), DType.FLOAT32);
        Wire value = g.input("value", Shape.parse("s", "2"), DType.FLOAT32);
        Wire key = g.input("key", Shape.parse("k", "2"), DType.FLOAT32);
        Wire mask = g.input("mask", Shape.parse("t", "m"), DType.BOOL);
        LayerSpec attention = Layers.multiHeadAttention(1, 1);
        Graph graph = g.output(g.apply("attended", attention, query, value, key, mask))
                .build();
        INDArray steps = Nd4j.zeros(1, 4, 2);
        String wrongKey = refused(graph, steps, steps, Nd4j.zeros(1, 5, 2), Nd4j.zeros(1, 4, 4));
        assertEquals(
                List.of(
                        "the sizes of these inputs do not fit model 'Attention': MultiHeadAttention 'attended' needs a key for"
                                + " each step of its value: its value 'value' is (4, 2), its key 'key' is (5, 2)",
                        "  needed  s = k"),
                wrongKey.lines().limit(2).toList());
        String wrongMask = refused(graph, steps, steps, steps, Nd4j.zeros(1, 4, 3));
        assertEquals(
                List.of(
                        "the sizes of these inputs do not fit model 'Attention': MultiHeadAttention 'attended' needs a mask with a"
                                + " column for each step of its value: its value 'value' is (4, 2), its mask 'mask' is (4, 3) bool",
                        "  needed  s = m"),
                wrongMask.lines().limit(2).toList());
    }

    @Test
    void targetsHaveTheSizesThatFollowFromTheInputs() {
        GraphBuilder g = GraphBuilder.named("Pairs");
        Wire x = g.input("x", Shape.parse("time", "3"), DType.FLOAT32);
        Graph graph = g.output(g.apply("pairs", Layers.reshape(-1, 2), x), LossFunction.MEAN_SQUARED_ERROR)
                .build();
        Trainer<List<INDArray>, List<INDArray>> trainer =
                Network.create(graph, 1).trainer(SGD.of(0.1));
        InputException wrong = assertThrows(
                InputException.class,
                () -> trainer.testOnBatch(List.of(Nd4j.zeros(7, 4, 3)), List.of(Nd4j.zeros(7, 5, 2))));
        assertEquals(
                "target 'pairs' expects (batch, 3*time/2, 2), found (7, 5, 2); 'time' is 4 by input 'x', axis 1",
                wrong.getMessage());
        assertEquals(
                0,
                trainer.testOnBatch(List.of(Nd4j.zeros(7, 4, 3)), List.of(Nd4j.zeros(7, 6, 2)))
                        .loss());
    }
}
