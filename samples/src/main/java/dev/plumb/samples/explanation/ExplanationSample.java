package dev.plumb.samples.explanation;

import dev.plumb.runtime.Fit;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.Verbosity;
import dev.plumb.samples.Sample;
import dev.plumb.samples.data.LabelledImages;
import dev.plumb.samples.digits.Digits;
import dev.plumb.train.Adam;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Trains {@link ExplainedDigits} and draws where it sees that a digit is that digit. */
public final class ExplanationSample implements Sample {
    static final ClassActivation SEEN = new ClassActivation("scores", "shapes");

    private static final List<Integer> SHOWN = List.of(2, 4, 6, 7);

    @Override
    public String name() {
        return "explanation";
    }

    @Override
    public String idea() {
        return "where in an image a network sees its class: Grad-CAM, with a picture if a folder is given";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) {
        Digits digits = Digits.load();
        ExplainedDigitsModel model = trained(digits, 20, Verbosity.AUTO);
        Explained explained = explained(model, digits.test().chosen(firstOfEach(digits.test())));
        for (int i = 0; i < explained.images().size(); i++) {
            int digit = explained.images().classes().get(i);
            float probability = model.predict(explained.images().pixels().get(i))[digit];
            out.printf(Locale.ROOT, "%nA %d to %.1f %%; what speaks for it:%n", digit, 100 * probability);
            out.print(explained.drawing(i));
        }
        if (!arguments.isEmpty()) {
            write(explained, Path.of(arguments.get(0)), out);
        }
    }

    private static void write(Explained explained, Path folder, PrintStream out) {
        try {
            out.println("Written: " + explained.write(folder));
        } catch (IOException e) {
            out.println("Cannot write the picture to " + folder + ": " + e);
        }
    }

    static ExplainedDigitsModel trained(Digits digits, int epochs, Verbosity verbosity) {
        LabelledImages training = digits.training();
        ExplainedDigitsModel model = ExplainedDigitsModel.create(42);
        model.trainer(Adam.of(3e-3))
                .fit(
                        ExplainedDigitsModel.dataset(training.images(), training.labels()),
                        Fit.epochs(epochs).batchSize(64).verbose(verbosity));
        return model;
    }

    private static List<Integer> firstOfEach(LabelledImages images) {
        return SHOWN.stream().map(images.classes()::indexOf).toList();
    }

    /** The maps of images, each for the image's own class and with 1 at its highest place. */
    static Explained explained(ExplainedDigitsModel model, LabelledImages images) {
        Network scores = model.network().upTo(SEEN.scores()); // the softmax is not needed
        List<float[]> maps = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            LabelledImages one = images.chosen(List.of(i));
            INDArray map = SEEN.map(scores, one.images(), images.classes().get(i));
            double highest = map.maxNumber().doubleValue();
            maps.add(map.div(highest > 0 ? highest : 1).data().asFloat());
        }
        return new Explained(images, new LabelledImages(images.height(), images.width(), maps, images.classes()));
    }
}
