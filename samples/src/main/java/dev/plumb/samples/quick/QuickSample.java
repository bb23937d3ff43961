package dev.plumb.samples.quick;

import dev.plumb.data.Dataset;
import dev.plumb.runtime.Fit;
import dev.plumb.runtime.Trainer;
import dev.plumb.samples.Sample;
import dev.plumb.samples.data.LinearRule;
import dev.plumb.train.Adam;
import dev.plumb.view.ModelCard;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Trains {@link QuickClassifier} on made data, with a part held back for validation, and writes its card into a folder that is its argument. */
public final class QuickSample implements Sample {
    @Override
    public String name() {
        return "quick";
    }

    @Override
    public String idea() {
        return "a first model: a straight line of layers";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) {
        LinearRule rule = new LinearRule(20, 10, 1);
        Dataset<QuickClassifierModel.Inputs, QuickClassifierModel.Targets> training = examples(rule, 4000, 2);
        Dataset<QuickClassifierModel.Inputs, QuickClassifierModel.Targets> test = examples(rule, 1000, 3);

        QuickClassifierModel model = QuickClassifierModel.create(42);
        model.summary();
        ModelCard card = ModelCard.of(model)
                .intendedUse("Shows what a model card looks like. The classes mean nothing.")
                .data("training", "vectors of normal numbers, classes by a linear rule; 20 % are held back", training)
                .data("test", "more of the same", test);
        Trainer<QuickClassifierModel.Inputs, QuickClassifierModel.Targets> trainer = model.trainer(Adam.of(1e-3));
        trainer.fit(training, Fit.epochs(10).batchSize(32).validationSplit(0.2).callbacks(card));
        if (!arguments.isEmpty()) {
            Path page = Path.of(arguments.get(0), "quick.md");
            card.evaluated("test", trainer.evaluate(test)).write(page);
            out.println("The card of the model is " + page);
        }
    }

    private static Dataset<QuickClassifierModel.Inputs, QuickClassifierModel.Targets> examples(
            LinearRule rule, int count, long seed) {
        INDArray x = rule.examples(count, seed);
        return QuickClassifierModel.dataset(x, rule.classes(x));
    }
}
