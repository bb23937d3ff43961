package dev.plumb.samples.attention;

import dev.plumb.data.Dataset;
import java.util.SplittableRandom;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Made examples for {@link AttentionClassifier}: two of the 32 steps, anywhere, are marked, and each carries one of three symbols. The class
 * is the sum of the two symbols modulo 3, so one of them alone says nothing: the two steps have to be brought together. The other
 * features are weak noise.
 */
final class MarkedPairs {
    private static final int STEPS = 32;
    private static final int FEATURES = 64;
    private static final int SYMBOLS = 3;
    private static final int MARK = SYMBOLS;

    private MarkedPairs() {}

    static Dataset<AttentionClassifierModel.Inputs, AttentionClassifierModel.Targets> dataset(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][][] steps = new float[count][STEPS][FEATURES];
        int[] classes = new int[count];
        for (int i = 0; i < count; i++) {
            for (float[] step : steps[i]) {
                for (int f = 0; f < FEATURES; f++) {
                    step[f] = (float) (0.1 * random.nextGaussian());
                }
            }
            int first = random.nextInt(STEPS);
            int second = (first + 1 + random.nextInt(STEPS - 1)) % STEPS;
            classes[i] = (marked(steps[i][first], random) + marked(steps[i][second], random)) % SYMBOLS;
        }
        return AttentionClassifierModel.dataset(Nd4j.create(steps), Nd4j.createFromArray(classes));
    }

    private static int marked(float[] step, SplittableRandom random) {
        int symbol = random.nextInt(SYMBOLS);
        step[symbol] += 2;
        step[MARK] += 2;
        return symbol;
    }
}
