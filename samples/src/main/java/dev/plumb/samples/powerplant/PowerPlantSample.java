package dev.plumb.samples.powerplant;

import dev.plumb.data.Dataset;
import dev.plumb.runtime.Fit;
import dev.plumb.runtime.History;
import dev.plumb.runtime.Trainer;
import dev.plumb.samples.Sample;
import dev.plumb.train.Adam;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Trains {@link PowerPlant} on the measurements of a real plant. */
public final class PowerPlantSample implements Sample {
    private static final int SENSORS = 4;
    private static final int VACUUM = 1;
    private static final int ENERGY = 4;

    @Override
    public String name() {
        return "powerplant";
    }

    @Override
    public String idea() {
        return "two quantities from the sensors of a real power plant, from a CSV file";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) {
        if (arguments.isEmpty()) {
            out.println("""
                    This sample needs the measurements of the Combined Cycle Power Plant as a CSV file with the columns
                    AT, V, AP, RH, PE and a line of headings: https://doi.org/10.24432/C5002N (UCI, CC BY 4.0).
                    Run it again with the file as its argument.""");
            return;
        }
        try {
            PowerPlantModel model = PowerPlantModel.create(42);
            model.summary();
            History history = fit(model, read(Path.of(arguments.get(0))), Fit.epochs(20));
            double error = Math.sqrt(history.last("val_energy_loss"));
            out.printf("The energy of held back hours is met within %.2f standard deviations.%n", error);
        } catch (IOException e) {
            out.println("Cannot read the measurements: " + e.getMessage());
        }
    }

    static History fit(PowerPlantModel model, Dataset<PowerPlantModel.Inputs, PowerPlantModel.Targets> data, Fit fit) {
        Trainer<PowerPlantModel.Inputs, PowerPlantModel.Targets> trainer = model.trainer(Adam.of(1e-3));
        return trainer.fit(data, fit.batchSize(32).validationSplit(0.2));
    }

    /** The rows of the file, each column with mean 0 and standard deviation 1. */
    static Dataset<PowerPlantModel.Inputs, PowerPlantModel.Targets> read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        float[][] rows = lines.stream().skip(1).map(PowerPlantSample::numbers).toArray(float[][]::new);
        INDArray values = Nd4j.create(rows);
        INDArray standardized = values.subRowVector(values.mean(0)).diviRowVector(values.std(0));
        return PowerPlantModel.dataset(
                new PowerPlantModel.Inputs(columns(standardized, 0, SENSORS)),
                new PowerPlantModel.Targets(
                        columns(standardized, ENERGY, ENERGY + 1), columns(standardized, VACUUM, VACUUM + 1)));
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
