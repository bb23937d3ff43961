package dev.plumb.samples.residual;

import dev.plumb.runtime.Fit;
import dev.plumb.runtime.Trainer;
import dev.plumb.samples.Sample;
import dev.plumb.samples.data.LinearRule;
import dev.plumb.train.Adam;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Trains {@link ResidualClassifier}, saves it, loads it and compares. */
public final class ResidualSample implements Sample {
    @Override
    public String name() {
        return "residual";
    }

    @Override
    public String idea() {
        return "a model with a shortcut, saved and loaded";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) {
        LinearRule rule = new LinearRule(20, 10, 1);
        INDArray x = rule.examples(4000, 2);
        INDArray testX = rule.examples(1000, 3);

        ResidualClassifierModel model = ResidualClassifierModel.create(42);
        model.summary();
        Trainer<ResidualClassifierModel.Inputs, ResidualClassifierModel.Targets> trainer = model.trainer(Adam.of(1e-3));
        trainer.fit(
                ResidualClassifierModel.dataset(x, rule.classes(x)),
                Fit.epochs(10).batchSize(32).validationSplit(0.2));
        out.println("Test: " + trainer.evaluate(ResidualClassifierModel.dataset(testX, rule.classes(testX))));

        ResidualClassifierModel again = savedAndLoaded(model);
        boolean same = model.predict(testX).equals(again.predict(testX));
        out.println("The loaded model gives " + (same ? "the same" : "other") + " predictions.");
    }

    static ResidualClassifierModel savedAndLoaded(ResidualClassifierModel model) {
        try {
            Path file = Files.createTempFile("residual", ".plumb");
            try {
                model.save(file);
                return ResidualClassifierModel.load(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
