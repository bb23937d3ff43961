package dev.plumb.train.metric;

import dev.plumb.array.InputException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Predictions of a batch or a whole data set beside their targets, as numbers in rows. */
final class Labelled {
    private final double[][] predictions;
    private final double[][] targets;

    /**
     * Rows, one a sample.
     *
     * @param targets class indices in a single column, or as the predictions
     */
    private Labelled(double[][] predictions, double[][] targets) {
        this.predictions = predictions;
        this.targets = targets;
    }

    /**
     * The rows of two arrays, with all axes but the last one as samples.
     *
     * @throws InputException if they do not have the same number of samples, or none
     */
    static Labelled of(INDArray predictions, INDArray targets) {
        double[][] predicted = rows(predictions, columns(predictions));
        int columns = targets.length() == predictions.length() ? columns(predictions) : 1;
        double[][] wanted = rows(targets, columns);
        if (predicted.length == 0 || predicted.length != wanted.length) {
            throw new InputException("predictions are " + Arrays.toString(predictions.shape()) + " and targets "
                    + Arrays.toString(targets.shape())
                    + ": expected a target for each prediction, of the same shape or class indices without its"
                    + " last axis");
        }
        return new Labelled(predicted, wanted);
    }

    private static int columns(INDArray array) {
        return array.rank() < 2 ? 1 : (int) array.size(-1);
    }

    private static double[][] rows(INDArray array, int columns) {
        double[] flat = array.isEmpty()
                ? new double[0]
                : array.castTo(DataType.DOUBLE).dup('c').reshape(array.length()).toDoubleVector();
        double[][] rows = new double[flat.length / columns][];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = Arrays.copyOfRange(flat, row * columns, (row + 1) * columns);
        }
        return rows;
    }

    /** The number of samples. */
    int size() {
        return predictions.length;
    }

    /** The number of values of a prediction. */
    int columns() {
        return predictions[0].length;
    }

    /** The number of classes: two where a prediction is one probability. */
    int classes() {
        return Math.max(2, columns());
    }

    /** The class that is predicted: that of the largest value, or of one probability 1 if it is above 0.5. */
    int predictedClass(int sample) {
        return classOf(predictions[sample]);
    }

    /** Throws {@link InputException} if a target is no class of the predictions. */
    int targetClass(int sample) {
        double[] target = targets[sample];
        double id = target.length == 1 && columns() > 1 ? target[0] : classOf(target);
        if (!(id >= 0 && id < classes() && id == Math.rint(id))) {
            throw new InputException(
                    "the target of sample " + sample + " is " + id + ": expected a class from 0 to " + (classes() - 1));
        }
        return (int) id;
    }

    private static int classOf(double[] values) {
        if (values.length == 1) {
            return values[0] > 0.5 ? 1 : 0;
        }
        int largest = 0;
        for (int i = 1; i < values.length; i++) {
            largest = values[i] > values[largest] ? i : largest;
        }
        return largest;
    }

    double prediction(int sample, int column) {
        return predictions[sample][column];
    }

    /** All elements beside whether they are there, each on its own. */
    List<Scored> elements() {
        return IntStream.range(0, size())
                .boxed()
                .flatMap(sample -> IntStream.range(0, columns()).mapToObj(column -> scored(sample, column)))
                .toList();
    }

    /** One class beside whether it is there. Throws {@link IllegalArgumentException} if there is no such class. */
    List<Scored> ofClass(int id) {
        if (id < 0 || id >= columns()) {
            throw new IllegalArgumentException("there is no class " + id + ": expected 0 to " + (columns() - 1));
        }
        return IntStream.range(0, size()).mapToObj(sample -> scored(sample, id)).toList();
    }

    private Scored scored(int sample, int column) {
        boolean there =
                targets[sample].length == columns() ? targets[sample][column] != 0 : targetClass(sample) == column;
        return new Scored(predictions[sample][column], there);
    }

    /** A score, and whether what it is of is there. */
    record Scored(double score, boolean isThere) {}
}
