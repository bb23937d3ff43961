package dev.plumb.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Compares with what Keras computed. */
public final class KerasOutputs {
    private static final double TOLERANCE = 1e-5;

    private KerasOutputs() {}

    /** Fails if a number differs by more than a hundred thousandth of the largest. */
    public static void assertClose(List<Double> expected, INDArray found) {
        float[] values = found.ravel().toFloatVector();
        assertEquals(expected.size(), values.length);
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < values.length; i++) {
            largest = Math.max(largest, Math.abs(expected.get(i)));
            difference = Math.max(difference, Math.abs(expected.get(i) - values[i]));
        }
        assertTrue(difference <= TOLERANCE * largest, "differs by " + difference + " of " + largest);
    }
}
