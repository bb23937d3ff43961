package dev.plumb.samples.rare;

import dev.plumb.runtime.Evaluation;
import dev.plumb.runtime.Fit;
import dev.plumb.runtime.Trainer;
import dev.plumb.runtime.Verbosity;
import dev.plumb.samples.Sample;
import dev.plumb.train.Adam;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** Trains {@link FaultAlarm} twice, with and without weights of classes. */
public final class RareSample implements Sample {
    private static final int EXAMPLES = 20_000;

    @Override
    public String name() {
        return "rare";
    }

    @Override
    public String idea() {
        return "one example of fifty is a fault: class weights, precision, recall and AUC";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) {
        out.println("On new readings:");
        print("all examples count alike", train(Map.of(), Verbosity.AUTO), out);
        print("faults count " + (int) Readings.RARITY + " times", train(rareCounts(), Verbosity.AUTO), out);
        out.println("""
            Both tell faults from the rest about as well (AUC). But only with the weights are there alarms at a probability of
            one half: most faults are found then, and most alarms are false. Which of them is dearer says what to choose.\
            """);
    }

    private static void print(String how, Evaluation scores, PrintStream out) {
        out.printf(
                "%-25s recall %.3f, precision %.3f, AUC %.3f%n",
                how, scores.get("recall"), scores.get("precision"), scores.get("auc"));
    }

    /** Weights with which both classes count alike. */
    static Map<Integer, Double> rareCounts() {
        return Map.of(1, Readings.RARITY);
    }

    /** Trains a new model; the answer is how it does on readings that it has not seen. */
    static Evaluation train(Map<Integer, Double> classWeight, Verbosity verbosity) {
        FaultAlarmModel model = FaultAlarmModel.create(42);
        Trainer<FaultAlarmModel.Inputs, FaultAlarmModel.Targets> trainer = model.trainer(Adam.of(2e-3));
        Fit fit = Fit.epochs(5).batchSize(64).verbose(verbosity);
        trainer.fit(Readings.dataset(EXAMPLES, 1), classWeight.isEmpty() ? fit : fit.classWeight(classWeight));
        return trainer.evaluate(Readings.dataset(EXAMPLES, 2));
    }
}
