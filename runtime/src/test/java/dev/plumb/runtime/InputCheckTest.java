package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumb.array.InputException;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.SequentialBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Shape;
import dev.plumb.train.Losses;
import dev.plumb.train.OutputTraining;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays that do not fit are refused before anything native runs, by name and with both shapes. */
final class InputCheckTest {
    private static final Graph GRAPH =
            SequentialBuilder.named("Line", 4).add(Layers.dense(3)).build();

    private static INDArray range(int rows, int columns) {
        return Nd4j.arange(rows * columns).castTo(DataType.FLOAT).reshape(rows, columns);
    }

    @Test
    void inputsThatDoNotFitAreNamedWithAFix() {
        assertEquals(
                "input 'input' expects (batch, 4), found (4): one example: reshape to (1, 4)",
                refused(range(1, 4).reshape(4)));
        assertEquals(
                "input 'input' expects (batch, 4), found (2, 2, 2): reshape to (2, 4)",
                refused(range(4, 2).reshape(2, 2, 2)));
        INDArray bad = range(2, 4);
        bad.putScalar(1, 2, Float.NaN);
        assertEquals("input 'input' has NaN in example 1, element 2: expected finite numbers", refused(bad));
    }

    private static String refused(INDArray x) {
        return String.valueOf(assertThrows(
                        InputException.class, () -> InputCheck.of(GRAPH, true).inputs(List.of(x)))
                .getMessage());
    }

    @Test
    void labelsAreCheckedForTheLoss() {
        LossFunction sparse = LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;
        InputCheck.of(GRAPH, false).target(training(sparse), Nd4j.createFromArray(0, 1, 2));
        assertEquals(
                "target 'dense' has 3 in example 1: expected class indices from 0 to 2",
                refused(sparse, Nd4j.createFromArray(0, 3)));
        assertEquals(
                "target 'dense' expects (batch), found (2, 3): labels are one-hot: use CATEGORICAL_CROSSENTROPY",
                refused(sparse, range(2, 3)));
        assertEquals(
                "target 'dense' expects (batch, 3), found (2): labels are class indices: use SPARSE_CATEGORICAL_CROSSENTROPY",
                refused(LossFunction.CATEGORICAL_CROSSENTROPY, Nd4j.createFromArray(0, 1)));
    }

    private static OutputTraining training(LossFunction loss) {
        return new OutputTraining(GRAPH.outputs().get(0).name(), Losses.of(loss), 1, List.of());
    }

    private static String refused(LossFunction loss, INDArray y) {
        return String.valueOf(assertThrows(
                        InputException.class, () -> InputCheck.of(GRAPH, false).target(training(loss), y))
                .getMessage());
    }

    private static Graph steps() {
        GraphBuilder g = GraphBuilder.named("Steps");
        Wire x = g.input("x", Shape.parse("time", "2"), DType.FLOAT32);
        Wire ids = g.input("ids", Shape.parse("time"), DType.INT32);
        Wire vectors = g.apply("vectors", Layers.embedding(9, 2), ids);
        return g.output(g.apply("sum", Layers.add(), x, vectors)).build();
    }

    private static String refusedSteps(INDArray x, INDArray ids) {
        return String.valueOf(assertThrows(InputException.class, () -> InputCheck.of(steps(), false)
                        .inputs(List.of(x, ids)))
                .getMessage());
    }

    @Test
    void aNamedSizeIsTheSameInTheWholeCall() {
        InputCheck.of(steps(), false).inputs(List.of(Nd4j.zeros(3, 5, 2), Nd4j.zeros(DataType.INT32, 3, 5)));
        assertEquals(
                "input 'ids' expects (batch, time), found (3, 4); 'time' is 5 by input 'x', axis 1",
                refusedSteps(Nd4j.zeros(3, 5, 2), Nd4j.zeros(DataType.INT32, 3, 4)));
        assertEquals(
                "input 'x' expects (batch, time, 2), found (3, 2, 5)",
                refusedSteps(Nd4j.zeros(3, 2, 5), Nd4j.zeros(DataType.INT32, 3, 2)));
    }

    @Test
    void idsAreRowsOfTheirTable() {
        assertEquals(
                "input 'ids' has 9 in example 1, element 2: expected ids from 0 to 8 for Embedding 'vectors'",
                refusedSteps(Nd4j.zeros(2, 3, 2), Nd4j.createFromArray(new int[][] {{0, 8, 1}, {3, 4, 9}})));
    }

    @Test
    void inputsHaveAsManyExamplesAsEachOther() {
        String message = "the inputs differ in their number of examples (the first axis):"
                + " input 'x' has 3 (3, 5, 2), input 'ids' has 2 (2, 5)";
        INDArray x = Nd4j.zeros(3, 5, 2);
        INDArray ids = Nd4j.zeros(DataType.INT32, 2, 5);
        assertEquals(message, refusedSteps(x, ids));
        Network model = Network.create(steps(), 1);
        assertEquals(
                message,
                assertThrows(InputException.class, () -> model.predict(List.of(x, ids)))
                        .getMessage());
    }

    @Test
    void idsAreIntegers() {
        assertEquals(
                "input 'ids' takes int32, found FLOAT: convert it with castTo(DataType.INT32)",
                refusedSteps(Nd4j.zeros(3, 5, 2), Nd4j.zeros(3, 5)));
    }

    @Test
    void theNumberOfInputsIsThatOfTheModel() {
        assertEquals(
                "the model has the inputs [x, ids] in this order, found 1 arrays",
                assertThrows(InputException.class, () -> InputCheck.of(steps(), false)
                                .inputs(List.of(Nd4j.zeros(3, 5, 2))))
                        .getMessage());
    }

    @Test
    void notANumberInTargetsIsFoundOnRequest() {
        INDArray y = Nd4j.zeros(2, 3);
        y.putScalar(1, 0, Float.POSITIVE_INFINITY);
        OutputTraining training = training(LossFunction.MEAN_SQUARED_ERROR);
        InputCheck.of(GRAPH, false).target(training, y);
        assertEquals(
                "target 'dense' has Infinity in example 1, element 0: expected finite numbers",
                assertThrows(InputException.class, () -> InputCheck.of(GRAPH, true)
                                .target(training, y))
                        .getMessage());
    }
}
