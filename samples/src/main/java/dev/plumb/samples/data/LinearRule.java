package dev.plumb.samples.data;

import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Examples made by a rule that a network can learn: the class of an example is the one whose random linear function of its features is
 * largest. The same seed gives the same rule.
 */
public final class LinearRule {
    private final double[][] directions;

    /** A rule for so many features and classes. */
    public LinearRule(int features, int classes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        directions = new double[classes][features];
        for (double[] direction : directions) {
            for (int i = 0; i < features; i++) {
                direction[i] = random.nextGaussian();
            }
        }
    }

    /** Examples with features from the standard normal distribution, (count, features). */
    public INDArray examples(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] examples = new float[count][directions[0].length];
        for (float[] example : examples) {
            for (int i = 0; i < example.length; i++) {
                example[i] = (float) random.nextGaussian();
            }
        }
        return Nd4j.create(examples);
    }

    /** The classes of examples, (count), int32. */
    public INDArray classes(INDArray examples) {
        float[][] rows = examples.toFloatMatrix();
        int[] classes = new int[rows.length];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = classOf(rows[i]);
        }
        return Nd4j.createFromArray(classes);
    }

    private int classOf(float[] example) {
        int best = 0;
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < directions.length; c++) {
            double value = 0;
            for (int i = 0; i < example.length; i++) {
                value += directions[c][i] * example[i];
            }
            if (value > largest) {
                best = c;
                largest = value;
            }
        }
        return best;
    }
}
