package dev.plumb.engine.java;

import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.LinearRecurrence;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** What goes along an axis step by step. The state is kept in double precision: long sums stay exact. */
final class Recurrences {

    private Recurrences() {}

    static Kernel kernel(LinearRecurrence op, Work work) {
        FloatBuffer factors = work.input(0).borrowFloats();
        FloatBuffer additions = work.input(1).borrowFloats();
        FloatBuffer to = work.output(0).borrowFloats();
        ArrayType type = work.output(0).type();
        int outer = type.product(0, op.axis());
        int steps = type.size(op.axis());
        int width = type.product(op.axis() + 1, type.rank());
        if (width == 1) {
            return lines(op, work, outer, steps);
        }
        double[] state = new double[width];
        float[] factor = new float[width];
        float[] row = new float[width];
        return JavaKernels.task(work, () -> {
            for (int block = 0; block < outer; block++) {
                Arrays.fill(state, 0);
                for (int step = 0; step < steps; step++) {
                    int begin = (block * steps + (op.reverse() ? steps - 1 - step : step)) * width;
                    additions.get(begin, row);
                    factors.get(begin, factor);
                    for (int column = 0; column < width; column++) {
                        // The first has no state before it, however large its factor.
                        double before = step == 0 ? 0 : factor[column] * state[column];
                        state[column] = before + row[column];
                        row[column] = (float) state[column];
                    }
                    to.put(begin, row);
                }
            }
        });
    }

    /** Along the last axis, where each line lies together. */
    private static Kernel lines(LinearRecurrence op, Work work, int outer, int steps) {
        FloatBuffer factors = work.input(0).borrowFloats();
        FloatBuffer additions = work.input(1).borrowFloats();
        FloatBuffer to = work.output(0).borrowFloats();
        float[] factor = new float[steps];
        float[] line = new float[steps];
        int first = op.reverse() ? steps - 1 : 0;
        int next = op.reverse() ? -1 : 1;
        return JavaKernels.task(work, () -> {
            for (int block = 0; block < outer; block++) {
                factors.get(block * steps, factor);
                additions.get(block * steps, line);
                double state = line[first];
                for (int step = 1, index = first + next; step < steps; step++, index += next) {
                    state = factor[index] * state + line[index];
                    line[index] = (float) state;
                }
                to.put(block * steps, line);
            }
        });
    }
}
