package dev.plumb.samples.quick;

import dev.plumb.runtime.Fit;
import dev.plumb.samples.Sample;
import dev.plumb.samples.data.LinearRule;
import dev.plumb.train.Adam;
import java.io.PrintStream;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Trains {@link QuickClassifier} on made data, with a part held back for validation. */
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
        INDArray x = rule.examples(4000, 2);
        INDArray y = rule.classes(x);

        QuickClassifierModel model = QuickClassifierModel.create(42);
        model.summary();
        model.trainer(Adam.of(1e-3))
                .fit(
                        QuickClassifierModel.dataset(x, y),
                        Fit.epochs(10).batchSize(32).validationSplit(0.2));
    }
}
