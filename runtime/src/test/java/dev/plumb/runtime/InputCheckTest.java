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
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays that do not fit are refused before anything native runs, by name and with both shapes. */
final class InputCheckTest {
    private static final Graph GRAPH =
            SequentialBuilder.named("Line", 4).add(Layers.dense(3)).build();

    private static final Graph YES_OR_NO =
            SequentialBuilder.named("YesOrNo", 4).add(Layers.dense(1)).build();

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
                "target 'dense' expects (batch, 3), found (2): labels are class indices: use"
                        + " SPARSE_CATEGORICAL_CROSSENTROPY",
                refused(LossFunction.CATEGORICAL_CROSSENTROPY, Nd4j.createFromArray(0, 1)));
    }

    @Test
    void whatIsNoArrayOfExamplesIsRefused() {
        INDArray nothing = null;
        assertEquals(
                "input 'input' is null: expected an array whose first axis counts the examples",
                String.valueOf(assertThrows(InputException.class, () -> InputCheck.of(GRAPH, false)
                                .inputs(Collections.singletonList(nothing)))
                        .getMessage()));
        assertEquals(
                "input 'input' is empty: its shape is (0, 4), expected at least one example",
                refused(Nd4j.create(DataType.FLOAT, 0, 4)));
        assertEquals(
                "input 'input' is a scalar: expected an array whose first axis counts the examples, which is 1 for one"
                        + " example",
                refused(Nd4j.scalar(1f)));
    }

    @Test
    void theTypeOfLabelsDoesNotMatterTheirNumbersDo() {
        LossFunction sparse = LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;
        InputCheck.of(GRAPH, false).target(training(sparse), Nd4j.createFromArray(0f, 1f, 2f));
        String expected = ": expected class indices from 0 to 2";
        assertEquals("target 'dense' has 0.5 in example 1" + expected, refused(sparse, Nd4j.createFromArray(0f, 0.5f)));
        assertEquals("target 'dense' has -1 in example 0" + expected, refused(sparse, Nd4j.createFromArray(-1f, 2f)));
        assertEquals(
                "target 'dense' has NaN in example 0" + expected, refused(sparse, Nd4j.createFromArray(Float.NaN)));
    }

    @Test
    void theTargetsOfABinaryCrossentropyAreProbabilities() {
        binary(Nd4j.createFromArray(0, 1, 1));
        binary(Nd4j.createFromArray(0, 0.25, 1));
        binary(Nd4j.createFromArray(true, false));
        String expected = ": expected numbers from 0 to 1 for binary_crossentropy";
        assertEquals(
                "target 'dense' has 4 in example 1" + expected
                        + "; class indices are for SPARSE_CATEGORICAL_CROSSENTROPY and as many units as classes",
                refusedBinary(Nd4j.createFromArray(0f, 4f)));
        assertEquals(
                "target 'dense' has -1 in example 1" + expected + "; labels of -1 and 1 become 0 and 1 by (y + 1) / 2",
                refusedBinary(Nd4j.createFromArray(1, -1)));
        assertEquals(
                "target 'dense' has 1.5 in example 0" + expected + "; MEAN_SQUARED_ERROR takes any",
                refusedBinary(Nd4j.createFromArray(1.5f, 0f)));
        assertEquals("target 'dense' has NaN in example 0" + expected, refusedBinary(Nd4j.createFromArray(Float.NaN)));
        assertEquals(
                "target 'dense' expects (batch, 1), found (2, 3):"
                        + " labels are one-hot: use CATEGORICAL_CROSSENTROPY and 3 units",
                refusedBinary(Nd4j.createFromArray(new int[][] {{0, 1, 0}, {1, 0, 0}})));
        assertEquals(
                "target 'dense' expects (batch, 1), found (1, 2):"
                        + " labels are one-hot: use CATEGORICAL_CROSSENTROPY and 2 units",
                refusedBinary(Nd4j.createFromArray(new boolean[][] {{false, true}})));
        assertEquals(
                "target 'dense' expects (batch, 1), found (2, 3)",
                refusedBinary(Nd4j.createFromArray(new int[][] {{0, 1, 1}, {1, 0, 0}})));
    }

    @Test
    void theTargetsOfAnOutputOfRank0AreProbabilitiesToo() {
        Graph scalar = SequentialBuilder.named("Scalar", 4)
                .add(Layers.dense(1))
                .add(Layers.reshape())
                .build();
        OutputTraining training =
                new OutputTraining("reshape", Losses.of(LossFunction.BINARY_CROSSENTROPY), 1, List.of());
        InputCheck check = InputCheck.of(scalar, false);
        check.target(training, Nd4j.createFromArray(0, 0.25, 1));
        assertEquals(
                "target 'reshape' has 4 in example 1: expected numbers from 0 to 1 for binary_crossentropy"
                        + "; class indices are for SPARSE_CATEGORICAL_CROSSENTROPY and as many units as classes",
                assertThrows(InputException.class, () -> check.target(training, Nd4j.createFromArray(0, 4)))
                        .getMessage());
    }

    private static void binary(INDArray y) {
        OutputTraining training =
                new OutputTraining("dense", Losses.of(LossFunction.BINARY_CROSSENTROPY), 1, List.of());
        InputCheck.of(YES_OR_NO, false).target(training, y);
    }

    private static String refusedBinary(INDArray y) {
        return String.valueOf(
                assertThrows(InputException.class, () -> binary(y)).getMessage());
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
                "input 'x' expects (batch, time, 2), found (3, 2, 5): the axes are in another order: permute(0, 2, 1)",
                refusedSteps(Nd4j.zeros(3, 2, 5), Nd4j.zeros(DataType.INT32, 3, 2)));
    }

    @Test
    void idsAreRowsOfTheirTable() {
        assertEquals(
                "input 'ids' has 9 in example 1, element 2: expected ids from 0 to 8 for Embedding 'vectors'",
                refusedSteps(Nd4j.zeros(2, 3, 2), Nd4j.createFromArray(new int[][] {{0, 8, 1}, {3, 4, 9}})));
    }

    @Test
    void idsAreNotOneHot() {
        assertEquals(
                "input 'ids' expects (batch, time), found (1, 2, 3): ids are one-hot: take their indices,"
                        + " array.argMax(2)",
                refusedSteps(Nd4j.zeros(1, 2, 2), Nd4j.createFromArray(new float[][][] {{{0, 0, 1}, {1, 0, 0}}})));
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
