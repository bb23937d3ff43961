package dev.plumb.samples.siamese;

import dev.plumb.runtime.Fit;
import dev.plumb.runtime.Trainer;
import dev.plumb.runtime.Verbosity;
import dev.plumb.samples.Sample;
import dev.plumb.samples.digits.Digits;
import dev.plumb.train.Adam;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Learns to tell whether two handwritten digits are the same, with one encoder for both. */
public final class SiameseSample implements Sample {
    private static final int PAIRS = 12_000;
    private static final int EPOCHS = 6;

    @Override
    public String name() {
        return "siamese";
    }

    @Override
    public String idea() {
        return "shared weights: are two handwritten digits the same?";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) {
        SameDigitModel model = SameDigitModel.create(42);
        out.println(model.summaryText());
        double accuracy = train(model, Verbosity.AUTO);
        out.printf(Locale.ROOT, "right about %.1f %% of pairs of digits that were not trained with%n", 100 * accuracy);
    }

    /** Trains on pairs of the training images; the share of pairs of the other images that it is right about. */
    static double train(SameDigitModel model, Verbosity verbosity) {
        Digits digits = Digits.load();
        Pairs training = Pairs.of(digits.training(), PAIRS, 1);
        Pairs test = Pairs.of(digits.test(), PAIRS / 6, 2);
        Trainer<SameDigitModel.Inputs, SameDigitModel.Targets> trainer = model.trainer(Adam.of(2e-3));
        trainer.fit(
                SameDigitModel.dataset(inputs(training), new SameDigitModel.Targets(training.same())),
                Fit.epochs(EPOCHS).batchSize(64).verbose(verbosity));
        return trainer.evaluate(SameDigitModel.dataset(inputs(test), new SameDigitModel.Targets(test.same())))
                .get("binary_accuracy");
    }

    private static SameDigitModel.Inputs inputs(Pairs pairs) {
        return new SameDigitModel.Inputs(pairs.left(), pairs.right());
    }
}
