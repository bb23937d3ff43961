package dev.plumb.train.metric;

import dev.plumb.array.InputException;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Whether probabilities are as often right as they say: predictions in bins of equal width, with their mean and the share of those that are there (Guo et
 * al. 2017). Of several classes, each sample counts with the probability of the class that is predicted, and whether that is right.
 */
public final class Calibration {
    private final double[] predicted;
    private final double[] observed;
    private final long[] counts;

    private Calibration(double[] predicted, double[] observed, long[] counts) {
        this.predicted = predicted;
        this.observed = observed;
        this.counts = counts;
    }

    /** In 10 bins. */
    public static Calibration of(INDArray predictions, INDArray targets) {
        return of(predictions, targets, 10);
    }

    /**
     * In so many bins of equal width from 0 to 1.
     *
     * @param predictions probabilities, (samples…, classes), or one a sample, (samples, 1) or (samples)
     * @param targets one-hot rows of the same shape, class indices without its last axis, or 0 and 1
     * @throws InputException if they do not belong together, or a prediction is no probability
     * @throws IllegalArgumentException if there is no bin
     */
    public static Calibration of(INDArray predictions, INDArray targets, int bins) {
        if (bins < 1) {
            throw new IllegalArgumentException("there are " + bins + " bins: expected at least 1");
        }
        Labelled labelled = Labelled.of(predictions, targets);
        double[] predicted = new double[bins];
        double[] observed = new double[bins];
        long[] counts = new long[bins];
        for (int sample = 0; sample < labelled.size(); sample++) {
            int id = labelled.columns() == 1 ? 0 : labelled.predictedClass(sample);
            double probability = labelled.prediction(sample, id);
            if (!(probability >= 0 && probability <= 1)) {
                throw new InputException("the prediction of sample " + sample + " is " + probability
                        + ": expected a probability from 0 to 1, as a sigmoid or softmax gives");
            }
            boolean right =
                    labelled.columns() == 1 ? labelled.targetClass(sample) == 1 : labelled.targetClass(sample) == id;
            int bin = Math.min(bins - 1, (int) (probability * bins));
            predicted[bin] += probability;
            observed[bin] += right ? 1 : 0;
            counts[bin]++;
        }
        for (int bin = 0; bin < bins; bin++) {
            if (counts[bin] > 0) {
                predicted[bin] /= counts[bin];
                observed[bin] /= counts[bin];
            }
        }
        return new Calibration(predicted, observed, counts);
    }

    /** A copy of the mean predictions of the bins; 0 of an empty one. */
    public double[] predicted() {
        return predicted.clone();
    }

    /** A copy of the shares of the bins that are there; 0 of an empty one. */
    public double[] observed() {
        return observed.clone();
    }

    /** A copy of the numbers of samples of the bins. */
    public long[] counts() {
        return counts.clone();
    }

    /** The expected calibration error: the distance between prediction and share, averaged over samples. */
    public double error() {
        double sum = 0;
        long total = 0;
        for (int bin = 0; bin < counts.length; bin++) {
            sum += counts[bin] * Math.abs(predicted[bin] - observed[bin]);
            total += counts[bin];
        }
        return sum / total;
    }

    /** A table for the terminal, with a line for each bin that is not empty. */
    @Override
    public String toString() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("probability", "samples", "predicted", "observed"));
        for (int bin = 0; bin < counts.length; bin++) {
            if (counts[bin] > 0) {
                double from = (double) bin / counts.length;
                double to = (double) (bin + 1) / counts.length;
                rows.add(List.of(
                        TextTable.number(from) + " - " + TextTable.number(to),
                        Long.toString(counts[bin]),
                        TextTable.number(predicted[bin]),
                        TextTable.number(observed[bin])));
            }
        }
        return TextTable.of(rows) + "expected calibration error " + TextTable.number(error()) + "\n";
    }
}
