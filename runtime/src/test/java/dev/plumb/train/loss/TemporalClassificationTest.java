package dev.plumb.train.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.dsl.DType;
import dev.plumb.engine.Runs;
import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.Passes;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.ops.op.ArrayType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The probability of a row of labels is that of all paths through time which read so, counted one by one. */
final class TemporalClassificationTest {
    private static final int CLASSES = 3;

    private static float loss(int time, float[] logits, int... labels) {
        Trace trace = new Trace();
        trace.output(
                "loss",
                TemporalClassification.loss(
                        trace.input("logits", ArrayType.float32(1, time, CLASSES)),
                        trace.input("labels", new ArrayType(DType.INT32, List.of(1, labels.length)))));
        Plan plan = Runs.prepare(Passes.optimize(trace.finish()), Bindings.none());
        Runs.input(plan, "logits").write(logits);
        Runs.input(plan, "labels").write(labels);
        plan.run();
        return Runs.output(plan, "loss").toFloats()[0];
    }

    private static double counted(int time, float[] logits, List<Integer> labels) {
        double probability = 0;
        for (int path = 0; path < Math.pow(CLASSES, time); path++) {
            double likely = 1;
            List<Integer> read = new ArrayList<>();
            int before = 0;
            for (int step = 0; step < time; step++) {
                int chosen = path / (int) Math.pow(CLASSES, step) % CLASSES;
                double sum = 0;
                for (int i = 0; i < CLASSES; i++) {
                    sum += Math.exp(logits[step * CLASSES + i]);
                }
                likely *= Math.exp(logits[step * CLASSES + chosen]) / sum;
                if (chosen != 0 && chosen != before) {
                    read.add(chosen);
                }
                before = chosen;
            }
            probability += read.equals(labels) ? likely : 0;
        }
        return -Math.log(probability);
    }

    private static float[] logits(int time) {
        Random random = new Random(time);
        float[] logits = new float[time * CLASSES];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) random.nextGaussian() * 2;
        }
        return logits;
    }

    @Test
    void allPathsThatReadSoAreCounted() {
        for (int time : new int[] {1, 2, 3, 5}) {
            float[] logits = logits(time);
            assertEquals(counted(time, logits, List.of(1)), loss(time, logits, 1, 0), 1e-5, "one label");
            assertEquals(counted(time, logits, List.of()), loss(time, logits, 0, 0), 1e-5, "no label");
        }
        float[] logits = logits(5);
        assertEquals(counted(5, logits, List.of(2, 1)), loss(5, logits, 2, 1), 1e-5);
        assertEquals(counted(5, logits, List.of(2, 2)), loss(5, logits, 2, 2), 1e-5, "a blank between equals");
        assertEquals(counted(5, logits, List.of(1, 1, 2)), loss(5, logits, 1, 1, 2, 0, 0), 1e-5);
    }

    @Test
    void labelsForWhichTimeIsTooShortAreImpossible() {
        assertEquals(Float.POSITIVE_INFINITY, loss(2, logits(2), 1, 1));
        assertEquals(Float.POSITIVE_INFINITY, loss(1, logits(1), 1, 2));
    }
}
