package dev.plumb.runtime;

import dev.plumb.array.Rows;
import dev.plumb.compile.PredictPlan;
import dev.plumb.compile.PredictPlans;
import dev.plumb.compile.Sizes;
import dev.plumb.compile.Threads;
import dev.plumb.compile.TracedCode;
import dev.plumb.graph.Graph;
import dev.plumb.ops.op.ArrayType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An {@link EagerModel} whose wiring does not depend on values, as a plan: what its code calls was recorded, and is computed with the kernels, the
 * fusion and the memory of a {@link Network}. Made by {@link EagerModel#traced}. The weights are those of the model, wherever it is trained.
 *
 * <p>It predicts without dropout, with the statistics that batch normalization has gathered. For each size of its inputs, the number of examples
 * included, the model's code is called anew when the size first comes, so it may decide by sizes, as a loop over time does; what else Java decided
 * by then stays decided. A batch is computed at once, since code may mix its examples. Any number of threads may predict at the same time, while
 * nobody trains the model.
 */
public final class TracedModel {
    /** Of two ways that are equally likely, one is missed by so many calls less often than once in a hundred. */
    private static final int CALLS = 8;

    private final String name;
    private final TracedInputs inputs;
    private final PredictPlans plans;
    private final List<String> outputs;

    /** Calls the code with inputs of the sizes of each example. */
    TracedModel(String name, TracedCall call, Threads threads, List<List<INDArray>> examples) {
        this.name = name;
        this.inputs = TracedInputs.of(name, examples);
        TracedCode code = new TracedCode(
                (tape, values) -> call.on(new EagerContext(tape), values),
                problem -> new NotStaticException(name, problem));
        this.plans = code.plans(inputs::of, threads);
        Map<String, ArrayType> first = Map.of();
        for (List<INDArray> example : examples) {
            first = code.outputs(inputs.of(sizes(example)), CALLS);
        }
        this.outputs = List.copyOf(first.keySet());
    }

    /** The names of the inputs: {@code x}, or {@code x1}, {@code x2} … in the order of the list. */
    public List<String> inputs() {
        return inputs.graph().inputs().stream().map(Graph.Input::name).toList();
    }

    /** The names of the outputs, in their order: {@code output}, {@code output 1} …, or the keys of the map that the model gives. */
    public List<String> outputs() {
        return outputs;
    }

    /**
     * The output of a model that has one.
     *
     * @param inputs an array for each input, the batch axis first
     * @throws dev.plumb.array.InputException if they do not fit the examples that the model was traced with, but for the number of examples
     * @throws IllegalStateException if the model has several outputs
     * @throws NotStaticException if the code decides by values for inputs of these sizes
     */
    public INDArray predict(INDArray... inputs) {
        if (outputs.size() != 1) {
            throw new IllegalStateException("model '" + name + "' has the outputs " + outputs
                    + ": predict(List.of(…)) gives all of them, in this order");
        }
        return predict(Arrays.asList(inputs)).get(0);
    }

    /** All outputs, in their order; throws as {@link #predict(INDArray...)}. */
    public List<INDArray> predict(List<INDArray> arrays) {
        Sizes sizes = sizes(arrays);
        List<Rows> rows = Predictor.rows(inputs.graph(), arrays);
        PredictPlan plan = plans.acquire(sizes);
        try {
            for (int i = 0; i < rows.size(); i++) {
                if (plan.isFloat(i)) {
                    rows.get(i).read(0, sizes.batch(), plan.input(i));
                } else {
                    rows.get(i).read(0, sizes.batch(), plan.inputInts(i));
                }
            }
            plan.run();
            return OutputArrays.of(plan);
        } finally {
            plans.release(sizes, plan);
        }
    }

    private Sizes sizes(List<INDArray> arrays) {
        Map<String, Long> names = inputs.sizes(arrays);
        return plans.sizes(Math.toIntExact(arrays.get(0).size(0)), names);
    }

    /** Such as {@code traced model 'Classifier' of [x float32 (3)] to [output]}. */
    @Override
    public String toString() {
        return "traced model '" + name + "' of "
                + inputs.graph().inputs().stream()
                        .map(input -> input.name() + " " + input.type())
                        .toList()
                + " to " + outputs;
    }
}
