package dev.plumb.samples.autoencoder;

import dev.plumb.runtime.Fit;
import dev.plumb.runtime.Sharing;
import dev.plumb.runtime.Trainer;
import dev.plumb.runtime.Verbosity;
import dev.plumb.samples.Sample;
import dev.plumb.samples.data.LabelledImages;
import dev.plumb.samples.digits.Digits;
import dev.plumb.train.Adam;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Learns a code for digits without knowing which they are, and then to read them from few examples by that code. */
public final class AutoencoderSample implements Sample {
    private static final int EPOCHS = 60;
    private static final int EXAMPLES = 100;

    @Override
    public String name() {
        return "autoencoder";
    }

    @Override
    public String idea() {
        return "extracted parts: an encoder that follows its autoencoder, and serves another model";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) {
        Digits digits = Digits.load();
        DigitCodeModel model = DigitCodeModel.create(42);
        out.println(model.summaryText());
        train(model, digits, EPOCHS, Verbosity.AUTO);
        INDArray image = digits.test().flat().getRow(0, true);
        INDArray code = model.encoder().predict(image);
        out.println("a digit, and what the decoder paints of its code " + code);
        out.print(digits.test().drawing(0));
        out.print(new LabelledImages(8, 8, List.of(model.decoder().predict(code).toFloatVector()), List.of(0))
                .drawing(0));
        CodeClassifierModel reader = reader(model);
        out.printf(
                Locale.ROOT,
                "read after %d labelled examples: %.1f %% with the trained code, %.1f %% from scratch%n",
                EXAMPLES,
                100 * accuracy(reader, digits),
                100 * accuracy(CodeClassifierModel.create(1), digits));
    }

    /** Trains the model to paint what it sees; the last loss. */
    static double train(DigitCodeModel model, Digits digits, int epochs, Verbosity verbosity) {
        INDArray images = digits.training().flat();
        return model.trainer(Adam.of(3e-3))
                .fit(
                        DigitCodeModel.dataset(images, images),
                        Fit.epochs(epochs).batchSize(64).verbose(verbosity))
                .last("loss");
    }

    /** A model that reads digits with the encoder of another, which stays as it is. */
    static CodeClassifierModel reader(DigitCodeModel model) {
        CodeClassifierModel reader = CodeClassifierModel.create(
                1, Sharing.of("packed", model.network(), "packed"), Sharing.of("code", model.network(), "code"));
        reader.network().freeze("packed", "code");
        return reader;
    }

    /** Trains on few examples; the share of others that it is right about. */
    static double accuracy(CodeClassifierModel reader, Digits digits) {
        LabelledImages all = digits.training();
        List<Integer> chosen = IntStream.range(0, EXAMPLES)
                .mapToObj(i -> i * all.size() / EXAMPLES) // they are in the order of their classes
                .toList();
        LabelledImages few = all.chosen(chosen);
        Trainer<CodeClassifierModel.Inputs, CodeClassifierModel.Targets> trainer = reader.trainer(Adam.of(1e-2));
        trainer.fit(
                CodeClassifierModel.dataset(few.flat(), few.labels()),
                Fit.epochs(60).batchSize(20).verbose(Verbosity.SILENT));
        return trainer.evaluate(CodeClassifierModel.dataset(
                        digits.test().flat(), digits.test().labels()))
                .get("accuracy");
    }
}
