package dev.plumb.onnxruntime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Whether predictions of two backends are the same. */
final class Close {
    private static final double TOLERANCE = 1e-5;

    private Close() {}

    /** Each number differs by no more than 1e-5, or this part of it. */
    static void assertClose(List<INDArray> expected, List<INDArray> actual) {
        assertEquals(expected.size(), actual.size());
        for (int output = 0; output < expected.size(); output++) {
            assertArrayEquals(expected.get(output).shape(), actual.get(output).shape());
            float[] wanted = expected.get(output).dup('c').data().asFloat();
            float[] found = actual.get(output).dup('c').data().asFloat();
            for (int index = 0; index < wanted.length; index++) {
                double most = TOLERANCE * Math.max(1, Math.abs(wanted[index]));
                boolean isSame = Float.compare(wanted[index], found[index]) == 0;
                if (!isSame && !(Math.abs(wanted[index] - found[index]) <= most)) {
                    fail("output " + output + " at " + index + ": expected " + wanted[index] + ", found "
                            + found[index]);
                }
            }
        }
    }
}
