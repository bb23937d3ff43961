package dev.plumb.samples.electricity;

import dev.plumb.csv.Csv;
import dev.plumb.data.ArrayDataset;
import dev.plumb.data.Dataset;
import dev.plumb.data.Splits;
import java.nio.file.Path;

/**
 * Hours of a power plant, divided at random.
 *
 * @param training what the model learns from: 64 %
 * @param validation what says when to stop: 16 %
 * @param heldBack what has no part in training: 20 %
 */
record Hours(
        ArrayDataset<ElectricityModel.Inputs, ElectricityModel.Targets> training,
        ArrayDataset<ElectricityModel.Inputs, ElectricityModel.Targets> validation,
        ArrayDataset<ElectricityModel.Inputs, ElectricityModel.Targets> heldBack) {
    private static final double PART = 0.2;

    /**
     * Reads a CSV file whose header has {@code temperature}, {@code vacuum}, {@code pressure}, {@code humidity} and {@code energy}, in any order.
     *
     * @throws java.io.UncheckedIOException if the file cannot be read
     * @throws dev.plumb.array.InputException if a column is missing, or a value is no number
     */
    static Hours read(Path file) {
        Dataset<ElectricityModel.Inputs, ElectricityModel.Targets> all = ElectricityModel.dataset(
                Csv.of(file), columns -> columns.weather("temperature", "vacuum", "pressure", "humidity"));
        var known = Splits.random(all.inMemory(), PART, 1);
        var learnt = Splits.random(known.training(), PART, 2);
        return new Hours(
                learnt.training().inMemory(),
                learnt.validation().inMemory(),
                known.validation().inMemory());
    }
}
