package dev.plumb.samples.powerplant;

import dev.plumb.data.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Hours of a power plant with the columns AT, V, AP, RH and PE, split in two and standardized: mean 0 and standard deviation 1 in the
 * hours that are learnt from. The held back ones are moved and scaled by the same numbers and have no part in them, for a model that is in
 * use has not seen its hours either.
 */
record Measurements(INDArray training, INDArray heldBack) {
    private static final double HELD_BACK = 0.2;
    private static final int SENSORS = 4;
    private static final int VACUUM = 1;
    private static final int ENERGY = 4;

    /** Reads a CSV file with a line of headings; its last fifth is held back. */
    static Measurements read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        float[][] rows = lines.stream().skip(1).map(Measurements::numbers).toArray(float[][]::new);
        int learnt = rows.length - (int) (HELD_BACK * rows.length);
        INDArray training = Nd4j.create(Arrays.copyOf(rows, learnt));
        INDArray heldBack = Nd4j.create(Arrays.copyOfRange(rows, learnt, rows.length));
        INDArray mean = training.mean(0);
        INDArray deviation = training.std(0);
        return new Measurements(
                training.subRowVector(mean).diviRowVector(deviation),
                heldBack.subRowVector(mean).diviRowVector(deviation));
    }

    /** The sensors of hours, and what the model learns from them. */
    static Dataset<PowerPlantModel.Inputs, PowerPlantModel.Targets> dataset(INDArray hours) {
        return PowerPlantModel.dataset(
                new PowerPlantModel.Inputs(columns(hours, 0, SENSORS)),
                new PowerPlantModel.Targets(columns(hours, ENERGY, ENERGY + 1), columns(hours, VACUUM, VACUUM + 1)));
    }

    private static INDArray columns(INDArray values, int from, int to) {
        return values.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to)).dup('c');
    }

    private static float[] numbers(String line) {
        double[] numbers = Arrays.stream(line.split(",", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
        float[] row = new float[numbers.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) numbers[i];
        }
        return row;
    }
}
