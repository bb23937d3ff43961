package dev.plumb.train.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.array.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Confusion matrix, ROC curve and calibration, on numbers that can be counted by hand. */
final class PredictionsComparedTest {
    private static final INDArray THREE = Nd4j.createFromArray(
            new float[][] {{0.7f, 0.2f, 0.1f}, {0.1f, 0.8f, 0.1f}, {0.5f, 0.4f, 0.1f}, {0.2f, 0.2f, 0.6f}});

    @Test
    void aConfusionMatrixCountsTrueClassesByPredictedOnes() {
        ConfusionMatrix matrix =
                ConfusionMatrix.of(THREE, Nd4j.createFromArray(0, 1, 1, 2), List.of("cat", "dog", "bird"));
        assertArrayEquals(new long[][] {{1, 0, 0}, {1, 1, 0}, {0, 0, 1}}, matrix.counts());
        assertEquals(4, matrix.total());
        assertEquals(0.75, matrix.accuracy());
        assertEquals(0.5, matrix.precision(0));
        assertEquals(0.5, matrix.recall(1));
        assertEquals("""
                true \\ predicted     cat      dog     bird   recall
                cat                    1        0        0  100.0 %
                dog                    1        1        0   50.0 %
                bird                   0        0        1  100.0 %
                precision         50.0 %  100.0 %  100.0 %   75.0 %
                """, matrix.toString());
    }

    @Test
    void oneHotTargetsAndClassIndicesCountAlike() {
        INDArray oneHot = Nd4j.createFromArray(new float[][] {{1, 0, 0}, {0, 1, 0}, {0, 1, 0}, {0, 0, 1}});
        assertArrayEquals(
                ConfusionMatrix.of(THREE, Nd4j.createFromArray(0, 1, 1, 2)).counts(),
                ConfusionMatrix.of(THREE, oneHot).counts());
        assertArrayEquals(
                RocCurve.ofClass(THREE, Nd4j.createFromArray(0, 1, 1, 2), 1).truePositiveRates(),
                RocCurve.ofClass(THREE, oneHot, 1).truePositiveRates());
    }

    @Test
    void oneProbabilityIsOfTwoClasses() {
        INDArray probabilities = Nd4j.createFromArray(0.9f, 0.5f, 0.2f, 0.6f);
        long[][] counts = ConfusionMatrix.of(
                        probabilities.reshape(4, 1),
                        Nd4j.createFromArray(1f, 1f, 0f, 0f).reshape(4, 1))
                .counts();
        assertArrayEquals(new long[][] {{1, 1}, {1, 1}}, counts);
    }

    /** The example of scikit-learn's documentation of roc_curve, whose area is 0.75. */
    @Test
    void aRocCurveHasAPointForEachScore() {
        RocCurve curve =
                RocCurve.of(Nd4j.createFromArray(0.1, 0.4, 0.35, 0.8), Nd4j.createFromArray(0.0, 0.0, 1.0, 1.0));
        assertArrayEquals(new double[] {Double.POSITIVE_INFINITY, 0.8, 0.4, 0.35, 0.1}, curve.thresholds());
        assertArrayEquals(new double[] {0, 0, 0.5, 0.5, 1}, curve.falsePositiveRates());
        assertArrayEquals(new double[] {0, 0.5, 0.5, 1, 1}, curve.truePositiveRates());
        assertEquals(0.75, curve.area());
        assertTrue(curve.toString().startsWith("ROC, area 0.7500"), curve::toString);
    }

    @Test
    void scoresThatAreEqualAreOnePoint() {
        RocCurve curve = RocCurve.of(Nd4j.createFromArray(0.5, 0.5, 0.5), Nd4j.createFromArray(0.0, 1.0, 1.0));
        assertArrayEquals(new double[] {0, 1}, curve.falsePositiveRates());
        assertEquals(0.5, curve.area());
    }

    @Test
    void calibrationComparesProbabilitiesWithShares() {
        Calibration calibration = Calibration.of(
                Nd4j.createFromArray(0.1, 0.3, 0.9, 0.7, 1.0), Nd4j.createFromArray(0.0, 1.0, 1.0, 0.0, 1.0), 2);
        assertArrayEquals(new long[] {2, 3}, calibration.counts());
        assertArrayEquals(new double[] {0.2, 2.6 / 3}, calibration.predicted(), 1e-12);
        assertArrayEquals(new double[] {0.5, 2.0 / 3}, calibration.observed(), 1e-12);
        assertEquals((2 * 0.3 + 3 * 0.2) / 5, calibration.error(), 1e-12);
        assertEquals("""
                probability    samples  predicted  observed
                0.000 - 0.500        2      0.200     0.500
                0.500 - 1.000        3      0.867     0.667
                expected calibration error 0.240
                """, calibration.toString());
    }

    @Test
    void ofSeveralClassesTheProbabilityOfThePredictedOneCounts() {
        Calibration calibration = Calibration.of(THREE, Nd4j.createFromArray(0, 1, 1, 2), 1);
        assertEquals(0.65, calibration.predicted()[0], 1e-6);
        assertEquals(0.75, calibration.observed()[0], 1e-12);
    }

    private static String refused(Executable work) {
        return String.valueOf(assertThrows(RuntimeException.class, work).getMessage());
    }

    @Test
    void whatDoesNotBelongTogetherIsSaid() {
        assertEquals(
                "predictions are [4, 3] and targets [3]: expected a target for each prediction, of the same shape or class"
                        + " indices without its last axis",
                refused(() -> ConfusionMatrix.of(THREE, Nd4j.createFromArray(0, 1, 1))));
        assertEquals(
                "the target of sample 1 is 3.0: expected a class from 0 to 2",
                refused(() -> ConfusionMatrix.of(THREE, Nd4j.createFromArray(0, 3, 1, 2))));
        assertEquals(
                "there are 3 classes and 2 names: [a, b]",
                refused(() -> ConfusionMatrix.of(THREE, Nd4j.createFromArray(0, 1, 1, 2), List.of("a", "b"))));
        assertEquals(
                "all 2 targets are 0: a ROC curve needs some of both",
                refused(() -> RocCurve.of(Nd4j.createFromArray(0.1, 0.2), Nd4j.createFromArray(0.0, 0.0))));
        assertEquals(
                "there is no class 3: expected 0 to 2",
                refused(() -> RocCurve.ofClass(THREE, Nd4j.createFromArray(0, 1, 1, 2), 3)));
        assertThrows(InputException.class, () -> Calibration.of(Nd4j.createFromArray(1.5), Nd4j.createFromArray(1.0)));
    }
}
