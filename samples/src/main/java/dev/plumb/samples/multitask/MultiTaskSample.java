package dev.plumb.samples.multitask;

import dev.plumb.runtime.Fit;
import dev.plumb.runtime.Trainer;
import dev.plumb.samples.Sample;
import dev.plumb.train.Adam;
import java.io.PrintStream;
import java.util.List;

/** Trains {@link MultiTask} on made data and reads both outputs. */
public final class MultiTaskSample implements Sample {
    @Override
    public String name() {
        return "multitask";
    }

    @Override
    public String idea() {
        return "two inputs, two outputs, weighted losses";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) {
        MultiTaskModel model = MultiTaskModel.create(42);
        model.summary();
        Trainer<MultiTaskModel.Inputs, MultiTaskModel.Targets> trainer = model.trainer(Adam.of(1e-3));
        trainer.fit(
                Articles.dataset(Articles.inputs(4000, 10)),
                Fit.epochs(10).batchSize(32).validationSplit(0.2));

        MultiTaskModel.Inputs fresh = Articles.inputs(3, 20);
        MultiTaskModel.Outputs outputs = model.predict(fresh);
        out.println("sentiment of three new ones\n" + outputs.sentiment());
        out.println("their topics\n" + outputs.topic());
    }
}
