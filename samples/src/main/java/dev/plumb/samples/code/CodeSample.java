package dev.plumb.samples.code;

import dev.plumb.data.ArrayDataset;
import dev.plumb.runtime.Fit;
import dev.plumb.runtime.Trainer;
import dev.plumb.runtime.Verbosity;
import dev.plumb.samples.Sample;
import dev.plumb.samples.data.LabelledImages;
import dev.plumb.samples.digits.Digits;
import dev.plumb.train.Adam;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Trains {@link ExcitedDigits}, whose layers are in part written in Java. */
public final class CodeSample implements Sample {
    private static final int EPOCHS = 10;

    @Override
    public String name() {
        return "code";
    }

    @Override
    public String idea() {
        return "layers written in Java: squeeze-and-excite, a gated unit and stochastic depth read handwritten digits";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) {
        ExcitedDigitsModel model = ExcitedDigitsModel.create(42);
        out.println(model.summaryText());
        double accuracy = train(model, Verbosity.AUTO);
        out.printf(Locale.ROOT, "right about %.1f %% of digits that were not trained with%n", 100 * accuracy);
    }

    /** Trains on the training images; the share of the other images that it is right about. */
    static double train(ExcitedDigitsModel model, Verbosity verbosity) {
        Digits digits = Digits.load();
        Trainer<ExcitedDigitsModel.Inputs, ExcitedDigitsModel.Targets> trainer = model.trainer(Adam.of(2e-3));
        trainer.fit(dataset(digits.training()), Fit.epochs(EPOCHS).batchSize(64).verbose(verbosity));
        return trainer.evaluate(dataset(digits.test())).get("accuracy");
    }

    private static ArrayDataset<ExcitedDigitsModel.Inputs, ExcitedDigitsModel.Targets> dataset(LabelledImages images) {
        return ExcitedDigitsModel.dataset(images.images(), images.labels());
    }
}
