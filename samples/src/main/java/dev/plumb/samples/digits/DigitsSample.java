package dev.plumb.samples.digits;

import dev.plumb.data.Dataset;
import dev.plumb.runtime.Evaluation;
import dev.plumb.runtime.Fit;
import dev.plumb.runtime.Trainer;
import dev.plumb.runtime.Verbosity;
import dev.plumb.samples.Sample;
import dev.plumb.samples.data.LabelledImages;
import dev.plumb.train.Adam;
import java.io.PrintStream;
import java.util.List;

/** Trains {@link DigitClassifier} on real digits and shows what it has learnt. */
public final class DigitsSample implements Sample {
    private static final long SEED = 42;

    /**
     * What training gave.
     *
     * @param test loss and accuracy on images that were not used in training
     */
    record Trained(DigitClassifierModel model, Evaluation test) {}

    @Override
    public String name() {
        return "digits";
    }

    @Override
    public String idea() {
        return "real handwritten digits, a convolutional network with a skip connection";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) {
        Digits digits = Digits.load();
        DigitClassifierModel.create(SEED).summary();
        out.printf(
                "%nTraining on %d images of handwritten digits; %d are kept for the test.%n",
                digits.training().size(), digits.test().size());
        Trained trained = train(digits, SEED, Verbosity.AUTO);
        out.printf("%nTest accuracy: %.2f %%%n%n", 100 * trained.test().get("accuracy"));
        show(trained.model(), digits.test(), out);
    }

    /** Trains in two parts: large steps, then small ones that settle. */
    static Trained train(Digits digits, long seed, Verbosity verbosity) {
        LabelledImages training = digits.training();
        Dataset<DigitClassifierModel.Inputs, DigitClassifierModel.Targets> examples =
                DigitClassifierModel.dataset(training.images(), training.labels());
        DigitClassifierModel model = DigitClassifierModel.create(seed);
        model.trainer(Adam.of(1e-3)).fit(examples, Fit.epochs(15).verbose(verbosity));
        Trainer<DigitClassifierModel.Inputs, DigitClassifierModel.Targets> trainer = model.trainer(Adam.of(1e-4));
        trainer.fit(examples, Fit.epochs(20).initialEpoch(15).verbose(verbosity));
        LabelledImages test = digits.test();
        return new Trained(model, trainer.evaluate(DigitClassifierModel.dataset(test.images(), test.labels())));
    }

    /** Draws the first image of the test, one from its middle, and the first one that the model takes for another digit. */
    private static void show(DigitClassifierModel model, LabelledImages images, PrintStream out) {
        draw(model, images, 0, out);
        draw(model, images, images.size() / 2, out);
        for (int i = 0; i < images.size(); i++) {
            if (likeliest(model.predict(images.pixels().get(i)))
                    != images.classes().get(i)) {
                out.println("The first mistake:");
                draw(model, images, i, out);
                return;
            }
        }
    }

    private static void draw(DigitClassifierModel model, LabelledImages images, int image, PrintStream out) {
        float[] probabilities = model.predict(images.pixels().get(image));
        int digit = likeliest(probabilities);
        out.print(images.drawing(image));
        out.printf(
                "a %d, the model says %d (%.1f %%)%n%n",
                images.classes().get(image), digit, 100 * probabilities[digit]);
    }

    private static int likeliest(float[] probabilities) {
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            if (probabilities[i] > probabilities[best]) {
                best = i;
            }
        }
        return best;
    }
}
