package dev.plumb.samples.electricity;

import dev.plumb.array.InputException;
import dev.plumb.runtime.Fit;
import dev.plumb.runtime.History;
import dev.plumb.runtime.Trainer;
import dev.plumb.runtime.Verbosity;
import dev.plumb.samples.Sample;
import dev.plumb.train.Adam;
import dev.plumb.train.callback.EarlyStopping;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** Trains {@link Electricity} on the hours of a real plant until it gets no better, and draws how it went. */
public final class ElectricitySample implements Sample {
    private static final int MOST_EPOCHS = 200;
    private static final float[] WARM_DAY = {25, 65, 1012, 60};

    /** How training went, and how the model does on what was held back. */
    record Result(History history, double error) {}

    @Override
    public String name() {
        return "electricity";
    }

    @Override
    public String idea() {
        return "from a CSV file to a model with normalization in it, early stopping and a learning curve";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) {
        if (arguments.isEmpty()) {
            out.println("""
                This sample needs the measurements of the Combined Cycle Power Plant as a CSV file with the columns
                temperature, vacuum, pressure, humidity, energy: https://doi.org/10.24432/C5002N (UCI, CC BY 4.0).
                Run it again with the file as its argument, and behind it, if you like, a picture to be: curves.svg.\
                """);
            return;
        }
        try {
            Hours hours = Hours.read(Path.of(arguments.get(0)));
            ElectricityModel model = ElectricityModel.create(42);
            Result result = train(model, hours, MOST_EPOCHS, Verbosity.AUTO);
            out.println(result.history().chart());
            out.printf("Held back hours are met within %.2f MW (root of the mean squared error).%n", result.error());
            out.printf("On a warm day: %.0f MW.%n", model.predict(WARM_DAY)[0]);
            if (arguments.size() > 1) {
                Path picture = Path.of(arguments.get(1));
                result.history().plot(picture);
                out.println("The learning curve is in " + picture);
            }
        } catch (UncheckedIOException | InputException e) {
            out.println("Cannot read the measurements: " + e.getMessage());
        }
    }

    /** Adapts and trains a model; it is left with the weights of its best epoch. */
    static Result train(ElectricityModel model, Hours hours, int epochs, Verbosity verbosity) {
        model.adapt(hours.training());
        Trainer<ElectricityModel.Inputs, ElectricityModel.Targets> trainer = model.trainer(Adam.of(2e-3));
        History history = trainer.fit(
                hours.training(),
                Fit.epochs(epochs)
                        .batchSize(64)
                        .validationData(hours.validation())
                        .verbose(verbosity)
                        .callbacks(
                                EarlyStopping.monitor("val_loss").patience(10).restoreBestWeights(true)));
        return new Result(history, trainer.evaluate(hours.heldBack()).get("root_mean_squared_error"));
    }
}
