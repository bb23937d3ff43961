package dev.plumb.samples.sequences;

import dev.plumb.runtime.Fit;
import dev.plumb.runtime.Trainer;
import dev.plumb.samples.Sample;
import dev.plumb.train.Adam;
import java.io.PrintStream;
import java.util.List;

/** Trains {@link Readings} on batches of two lengths and reads a third. */
public final class SequencesSample implements Sample {
    @Override
    public String name() {
        return "sequences";
    }

    @Override
    public String idea() {
        return "an LSTM on sequences of several lengths, padding is masked";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) {
        ReadingsModel model = ReadingsModel.create(42);
        model.summary();
        Trainer<ReadingsModel.Inputs, ReadingsModel.Targets> trainer = model.trainer(Adam.of(5e-3));
        trainer.fit(Alarms.dataset(2000, 8, 1), Fit.epochs(5).batchSize(32).validationSplit(0.2));
        trainer.fit(Alarms.dataset(2000, 12, 2), Fit.epochs(5).batchSize(32).validationSplit(0.2));
        out.println("Test, up to 12 steps: " + trainer.evaluate(Alarms.dataset(500, 12, 3)));
        out.println("Test, up to 16 steps: " + trainer.evaluate(Alarms.dataset(500, 16, 4)));
    }
}
