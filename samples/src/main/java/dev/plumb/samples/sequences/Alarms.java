package dev.plumb.samples.sequences;

import dev.plumb.data.Dataset;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Made examples for {@link Readings}: somewhere in the noise the first reading jumps once, a warning, and elsewhere the second, an alarm. The
 * target is 1 where the warning came first. An example has at least half of the steps of its batch; the others are padding, zeros at
 * the end.
 */
final class Alarms {
    private static final int READINGS = 50;

    private Alarms() {}

    /** Examples of at most so many steps, padded to so many. */
    static Dataset<ReadingsModel.Inputs, ReadingsModel.Targets> dataset(int count, int time, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][][] readings = new float[count][time][READINGS];
        float[][] warningFirst = new float[count][1];
        for (int i = 0; i < count; i++) {
            int length = random.nextInt((time + 1) / 2, time + 1);
            for (int t = 0; t < length; t++) {
                for (int r = 0; r < READINGS; r++) {
                    readings[i][t][r] = (float) (0.1 * random.nextGaussian());
                }
            }
            int warning = random.nextInt(length);
            int alarm = (warning + 1 + random.nextInt(length - 1)) % length;
            readings[i][warning][0] += 2;
            readings[i][alarm][1] += 2;
            warningFirst[i][0] = warning < alarm ? 1 : 0;
        }
        return ReadingsModel.dataset(Nd4j.create(readings), Nd4j.create(warningFirst));
    }

    /** The same examples with steps of zeros behind them, (count, time + steps, readings). */
    static INDArray padded(INDArray readings, int steps) {
        return Nd4j.concat(1, readings, Nd4j.zeros(readings.size(0), steps, readings.size(2)));
    }
}
