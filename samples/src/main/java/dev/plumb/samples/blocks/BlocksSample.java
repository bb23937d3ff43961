package dev.plumb.samples.blocks;

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

/** Recognises handwritten digits with a network of residual blocks. */
public final class BlocksSample implements Sample {
    private static final int EPOCHS = 12;

    @Override
    public String name() {
        return "blocks";
    }

    @Override
    public String idea() {
        return "layers made of layers: residual units read handwritten digits";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) {
        ResidualDigitsModel model = ResidualDigitsModel.create(42);
        out.println(model.summaryText());
        double accuracy = train(model, Verbosity.AUTO);
        out.printf(Locale.ROOT, "right about %.1f %% of digits that were not trained with%n", 100 * accuracy);
    }

    /** Trains on the training images; the share of the other images that it is right about. */
    static double train(ResidualDigitsModel model, Verbosity verbosity) {
        Digits digits = Digits.load();
        Trainer<ResidualDigitsModel.Inputs, ResidualDigitsModel.Targets> trainer = model.trainer(Adam.of(1e-3));
        trainer.fit(dataset(digits.training()), Fit.epochs(EPOCHS).batchSize(64).verbose(verbosity));
        return trainer.evaluate(dataset(digits.test())).get("accuracy");
    }

    private static ArrayDataset<ResidualDigitsModel.Inputs, ResidualDigitsModel.Targets> dataset(
            LabelledImages images) {
        return ResidualDigitsModel.dataset(images.images(), images.labels());
    }
}
