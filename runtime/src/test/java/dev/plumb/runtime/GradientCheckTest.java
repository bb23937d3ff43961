package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A wrong gradient is found, and where it is. */
class GradientCheckTest {

    private final INDArray a = Nd4j.create(new float[][] {{0.5f, -0.25f, 1}, {2, 0.75f, -1}});
    private final INDArray b = Nd4j.create(new float[][] {{1, 0.5f}, {-0.5f, 1}, {0.25f, 2}});

    @Test
    void aRightGradientPasses() {
        GradientCheck check = GradientCheck.of(v -> v.get(0).matmul(v.get(1)).tanh(), a, b);
        check.require(2e-3);
        assertEquals(12, check.elements());
    }

    @Test
    void aWrongOneIsSaidWithItsPlaceAndBothNumbers() {
        INDArray factors = Nd4j.create(new float[][] {{1, 1, 1}, {1, 3, 1}});
        GradientCheck check = GradientCheck.of(
                v -> v.get(0)
                        .times(v.get(0).recorder().constant(new float[][] {{1, 1, 1}, {1, 3, 1}}))
                        .withGradient(List.of(v.get(0)), g -> List.of(g))
                        .plus(v.get(1)),
                a,
                factors);
        assertEquals(0, check.input());
        assertEquals(List.of(1, 1), check.index());
        assertEquals(3, check.slope() / check.gradient(), 1e-2);
        AssertionError error = assertThrows(AssertionError.class, () -> check.require(1e-2));
        assertTrue(
                error.getMessage().startsWith("the gradient is no slope: input 0 at [1, 1]: gradient "),
                error.getMessage());
    }

    @Test
    void wholeNumbersAreIds() {
        INDArray ids = Nd4j.createFromArray(1, 0, 1).castTo(DataType.INT32);
        assertEquals(
                6,
                GradientCheck.of(v -> v.get(0).gatherRows(v.get(1)), a, ids)
                        .require(2e-3)
                        .elements());
        assertThrows(
                IllegalArgumentException.class,
                () -> GradientCheck.of(v -> v.get(0).oneHot(2), ids));
    }

    @Test
    void noNumberIsTheLargestDifference() {
        INDArray zero = Nd4j.create(new float[] {0.5f, 0, 1});
        GradientCheck check = GradientCheck.of(v -> v.get(0).abs().sqrt(), zero);
        assertEquals(List.of(1), check.index());
        assertThrows(AssertionError.class, () -> check.require(1));
    }
}
