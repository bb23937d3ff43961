package dev.plumb.samples.attention;

import dev.plumb.runtime.Fit;
import dev.plumb.runtime.Trainer;
import dev.plumb.samples.Sample;
import dev.plumb.train.Adam;
import java.io.PrintStream;
import java.util.List;

/** Trains {@link AttentionClassifier} on {@link MarkedPairs}. */
public final class AttentionSample implements Sample {
    @Override
    public String name() {
        return "attention";
    }

    @Override
    public String idea() {
        return "self-attention relates two steps that may be anywhere";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) {
        AttentionClassifierModel model = AttentionClassifierModel.create(42);
        model.summary();
        Trainer<AttentionClassifierModel.Inputs, AttentionClassifierModel.Targets> trainer =
                model.trainer(Adam.of(2e-3));
        trainer.fit(MarkedPairs.dataset(4000, 1), Fit.epochs(6).batchSize(32).validationSplit(0.2));
        out.println("Test: " + trainer.evaluate(MarkedPairs.dataset(500, 2)));
    }
}
