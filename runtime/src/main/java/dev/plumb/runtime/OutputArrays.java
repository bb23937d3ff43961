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

    /** Takes what a plan has made of so many examples from one on. Different threads may do so for different examples. */
    void read(PredictPlan plan, int from, int count) {
        make(plan);
        for (int i = 0; i < plan.outputs(); i++) {
            if (plan.isFloatOutput(i)) {
                NativeArrays.write(plan.output(i), arrays.get(i), from);
            } else {
                NativeArrays.write(plan.outputInts(i), arrays.get(i), from);
            }
        }
    }

    private synchronized void make(PredictPlan plan) {
        for (int i = arrays.size(); i < plan.outputs(); i++) {
            List<Integer> shape = plan.outputShape(i);
            arrays.add(
                    plan.isFloatOutput(i)
                            ? NativeArrays.zeros(examples, shape)
                            : NativeArrays.wholeZeros(examples, shape));
        }
    }

    List<INDArray> all() {
        return arrays;
    }
}
