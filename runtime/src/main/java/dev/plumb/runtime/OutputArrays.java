package dev.plumb.runtime;

import dev.plumb.array.NativeArrays;
import dev.plumb.compile.PredictPlan;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The outputs of so many examples, as arrays of their element types, which plans for some of the examples fill. */
final class OutputArrays {
    private final int examples;
    private final List<INDArray> arrays = new ArrayList<>();

    OutputArrays(int examples) {
        this.examples = examples;
    }

    /** What a plan has made, in the shapes that it has there: the first axis need not count examples. */
    static List<INDArray> of(PredictPlan plan) {
        List<INDArray> arrays = new ArrayList<>();
        for (int i = 0; i < plan.outputs(); i++) {
            INDArray array = zeros(plan, i, plan.outputShape(i).get(0));
            write(plan, i, array, 0);
            arrays.add(array);
        }
        return arrays;
    }

    /** Takes what a plan has made of so many examples from one on. Different threads may do so for different examples. */
    void read(PredictPlan plan, int from, int count) {
        make(plan);
        for (int i = 0; i < plan.outputs(); i++) {
            write(plan, i, arrays.get(i), from);
        }
    }

    private synchronized void make(PredictPlan plan) {
        for (int i = arrays.size(); i < plan.outputs(); i++) {
            arrays.add(zeros(plan, i, examples));
        }
    }

    private static INDArray zeros(PredictPlan plan, int output, int first) {
        List<Integer> shape = plan.outputShape(output);
        return plan.isFloatOutput(output) ? NativeArrays.zeros(first, shape) : NativeArrays.wholeZeros(first, shape);
    }

    private static void write(PredictPlan plan, int output, INDArray array, int from) {
        if (plan.isFloatOutput(output)) {
            NativeArrays.write(plan.output(output), array, from);
        } else {
            NativeArrays.write(plan.outputInts(output), array, from);
        }
    }

    List<INDArray> all() {
        return arrays;
    }
}
