package dev.plumb.samples.rare;

import dev.plumb.data.ArrayDataset;
import java.util.SplittableRandom;
import org.nd4j.linalg.factory.Nd4j;

/** Made readings of sensors: noise, and in one case of fifty a fault, which moves some of them by as much as the noise. */
final class Readings {
    private static final int SENSORS = FaultAlarm.SENSORS;

    /** How much rarer faults are than their absence. */
    static final double RARITY = 49;

    private static final int MOVED = 3;

    private Readings() {}

    /** So many readings; the same seed gives the same ones. */
    static ArrayDataset<FaultAlarmModel.Inputs, FaultAlarmModel.Targets> dataset(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] readings = new float[count][SENSORS];
        float[][] faults = new float[count][1];
        for (int i = 0; i < count; i++) {
            boolean isFault = random.nextDouble() * (1 + RARITY) < 1;
            faults[i][0] = isFault ? 1 : 0;
            for (int sensor = 0; sensor < SENSORS; sensor++) {
                readings[i][sensor] = (float) (random.nextGaussian() + (isFault && sensor < MOVED ? 1 : 0));
            }
        }
        return FaultAlarmModel.dataset(Nd4j.create(readings), Nd4j.create(faults));
    }
}
