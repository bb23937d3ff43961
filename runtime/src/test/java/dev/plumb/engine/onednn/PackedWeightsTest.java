package dev.plumb.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.engine.RandomValues;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Trace;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights that stay the same are packed once for all products that read them alike, and for those only. */
final class PackedWeightsTest {

    @ParameterizedTest
    @ValueSource(ints = {6, 16, 64, 100})
    void aSquareMatrixAsItIsAndTransposed(int size) {
        Trace trace = new Trace();
        Var x = trace.input("x", ArrayType.float32(40, size));
        Var other = trace.input("other", ArrayType.float32(40, size));
        Var weights = trace.weight("weights", ArrayType.float32(size, size));
        trace.output("plain", x.matmul(weights, false, false));
        trace.output("transposed", x.matmul(weights, false, true));
        trace.output("again", other.matmul(weights, false, false));
        Plan plan = Runs.prepare(trace.finish(), Bindings.none());
        RandomValues.fill(plan);
        plan.run();
        assertProduct(plan, "x", "plain", size, false);
        assertProduct(plan, "x", "transposed", size, true);
        assertProduct(plan, "other", "again", size, false);
        assertTrue(plan.prologue().size() <= 2, "once for each way");
    }

    private static void assertProduct(Plan plan, String input, String output, int size, boolean transposed) {
        float[] x = Runs.input(plan, input).toFloats();
        float[] weights = Runs.weight(plan, "weights").toFloats();
        float[] expected = new float[x.length];
        for (int index = 0; index < expected.length; index++) {
            int row = index / size;
            int column = index % size;
            double sum = 0;
            for (int inner = 0; inner < size; inner++) {
                sum += (double) x[row * size + inner]
                        * weights[transposed ? column * size + inner : inner * size + column];
            }
            expected[index] = (float) sum;
        }
        assertArrayEquals(
                expected,
                Runs.output(plan, output).toFloats(),
                1e-5f,
                List.of(output, size).toString());
    }
}
