package dev.plumb.samples.comparison;

import dev.plumb.samples.Sample;
import dev.plumb.samples.data.LinearRule;
import java.io.PrintStream;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The same network written in two ways is the same network: weights and outputs agree to the bit. */
public final class ComparisonSample implements Sample {
    @Override
    public String name() {
        return "comparison";
    }

    @Override
    public String idea() {
        return "one network as @Sequential and as @Model: the same to the bit";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) {
        SequentialClassifierModel sequential = SequentialClassifierModel.create(42);
        FunctionalClassifierModel functional = FunctionalClassifierModel.create(42);
        sequential.summary();
        functional.summary();
        INDArray x = new LinearRule(784, 10, 1).examples(100, 2);
        boolean weights =
                sequential.network().weights().equals(functional.network().weights());
        boolean outputs = sequential.predict(x).equals(functional.predict(x));
        out.println("weights from one seed: " + (weights ? "equal" : "different"));
        out.println("outputs for 100 examples: " + (outputs ? "equal" : "different"));
    }
}
