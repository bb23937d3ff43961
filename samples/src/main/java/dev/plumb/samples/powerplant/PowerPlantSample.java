package dev.plumb.samples.powerplant;

import dev.plumb.runtime.Fit;
import dev.plumb.runtime.History;
import dev.plumb.runtime.Trainer;
import dev.plumb.samples.Sample;
import dev.plumb.train.Adam;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** Trains {@link PowerPlant} on the measurements of a real plant. */
public final class PowerPlantSample implements Sample {
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
            History history = fit(model, Measurements.read(Path.of(arguments.get(0))), Fit.epochs(20));
            double error = Math.sqrt(history.last("val_energy_loss"));
            out.printf("The energy of held back hours is met within %.2f standard deviations.%n", error);
        } catch (IOException e) {
            out.println("Cannot read the measurements: " + e.getMessage());
        }
    }

    static History fit(PowerPlantModel model, Measurements hours, Fit fit) {
        Trainer<PowerPlantModel.Inputs, PowerPlantModel.Targets> trainer = model.trainer(Adam.of(1e-3));
        return trainer.fit(
                Measurements.dataset(hours.training()),
                fit.batchSize(32).validationData(Measurements.dataset(hours.heldBack())));
    }
}
