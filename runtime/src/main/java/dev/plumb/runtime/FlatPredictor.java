package dev.plumb.runtime;

import dev.plumb.array.InputException;
import dev.plumb.compile.PredictPlan;
import dev.plumb.compile.PredictPlans;
import dev.plumb.compile.RecurrentStates;
import dev.plumb.compile.Sizes;
import dev.plumb.dsl.DType;
import dev.plumb.graph.Graph;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.preprocess.Fed;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs a model with one input and one output on examples that are flat each, row by row, without arrays around them. Any number of threads at the same
 * time.
 */
final class FlatPredictor {
    /** The length of an array that is null. */
    private static final int ABSENT = -1;

    private final Graph graph;
    private final PlanSource source;
    private final Intake intake;
    private final Adapted adapted;
    private final Predictor arrays;
    private final RecurrentStates states;
    private final List<ValueRule> idRules;

    FlatPredictor(
            Graph graph, PlanSource source, Intake intake, Adapted adapted, RecurrentStates states, Predictor arrays) {
        this.graph = graph;
        this.source = source;
        this.intake = intake;
        this.adapted = adapted;
        this.arrays = arrays;
        this.states = states;
        this.idRules = ValueRule.ids(graph, graph.inputs().get(0));
    }

    float[] predict(float[] example) {
        if (example != null && isOfOneSize(DType.FLOAT32)) {
            return ofOneSize(Nd4j.createFromArray(example));
        }
        PredictPlans plans = plans(DType.FLOAT32, example == null ? ABSENT : example.length);
        Sizes single = plans.single();
        PredictPlan plan = plans.acquire(single);
        try {
            if (intake.isNeeded()) {
                return computed(plan, new Fed.Numbers(example));
            }
            plan.input(0).put(0, example);
            return computed(plan);
        } finally {
            plans.release(single, plan);
        }
    }

    /** Examples that are flat each, some at a time. */
    float[][] predict(float[][] examples) {
        requireSingle(DType.FLOAT32);
        if (examples == null) {
            throw new InputException(
                    InputCheck.where(graph.inputs().get(0)) + " is null: expected a row for each example");
        }
        for (int i = 0; i < examples.length; i++) {
            requireLength(examples[i] == null ? ABSENT : examples[i].length, " " + i);
        }
        adapted.require();
        float[][] results = new float[examples.length][];
        arrays.run(
                source.plans(),
                (plan, from, count) -> fill(plan, examples, from, count),
                (plan, from, count) -> {
                    int width = plan.output(0).capacity() / count;
                    for (int i = 0; i < count; i++) {
                        results[from + i] = new float[width];
                        plan.output(0).get(i * width, results[from + i]);
                    }
                },
                examples.length);
        return results;
    }

    private void fill(PredictPlan plan, float[][] examples, int from, int count) {
        if (intake.isNeeded()) {
            float[] flat = new float[count * examples[from].length];
            for (int i = 0; i < count; i++) {
                System.arraycopy(examples[from + i], 0, flat, i * examples[from].length, examples[from].length);
            }
            intake.fill(plan, intake.examples(count, Map.of(), new SingleSource(new Fed.Numbers(flat))));
            return;
        }
        for (int i = 0; i < count; i++) {
            plan.input(0).put(i * examples[from].length, examples[from + i]);
        }
    }

    float[] predict(int[] example) {
        if (example != null && isOfOneSize(DType.INT32)) {
            return ofOneSize(Nd4j.createFromArray(example));
        }
        PredictPlans plans = plans(DType.INT32, example == null ? ABSENT : example.length);
        Sizes single = plans.single();
        PredictPlan plan = plans.acquire(single);
        try {
            for (int i = 0; i < idRules.size(); i++) {
                idRules.get(i).check(example);
            }
            if (intake.isNeeded()) {
                return computed(plan, new Fed.Ids(example));
            }
            plan.inputInts(0).put(0, example);
            return computed(plan);
        } finally {
            plans.release(single, plan);
        }
    }

    float[] predict(String... example) {
        PredictPlans plans = plans(DType.STRING, example == null ? ABSENT : example.length);
        Sizes single = plans.single();
        PredictPlan plan = plans.acquire(single);
        try {
            requireTexts(example);
            return computed(plan, new Fed.Texts(example));
        } finally {
            plans.release(single, plan);
        }
    }

    private void requireTexts(String... example) {
        for (int i = 0; i < example.length; i++) {
            if (example[i] == null) {
                throw new InputException(InputCheck.where(graph.inputs().get(0)) + " has no string at " + i
                        + ": leave the example out, or give \"\"");
            }
        }
    }

    private float[] computed(PredictPlan plan, Fed example) {
        intake.fill(plan, intake.examples(1, Map.of(), new SingleSource(example)));
        return computed(plan);
    }

    /** Whether the number of values says how long the one axis is whose size varies. */
    private boolean isOfOneSize(DType dtype) {
        TensorType type = graph.inputs().get(0).type();
        return graph.inputs().size() == 1
                && graph.outputs().size() == 1
                && type.dtype() == dtype
                && type.shape().dims().stream().filter(dim -> !dim.isKnown()).count() == 1;
    }

    private float[] ofOneSize(INDArray example) {
        Graph.Input input = graph.inputs().get(0);
        long[] sizes = new long[input.type().rank() + 1];
        sizes[0] = 1;
        long step = 1;
        int varying = 0;
        for (int axis = 0; axis < input.type().rank(); axis++) {
            Dim dim = input.type().shape().dim(axis);
            if (dim.isKnown()) {
                sizes[axis + 1] = dim.size();
                step *= dim.size();
            } else {
                varying = axis + 1;
            }
        }
        sizes[varying] = example.length() / step;
        if (sizes[varying] == 0 || sizes[varying] * step != example.length()) {
            throw new InputException("input '" + input.name() + "' takes a multiple of " + step + " values an example, "
                    + input.type().shape() + " row by row: found " + example.length());
        }
        return arrays.predict(List.of(example.reshape(sizes))).get(0).ravel().toFloatVector();
    }

    /** What predicts one example, if it is one. */
    private PredictPlans plans(DType dtype, int length) {
        requireSingle(dtype);
        requireLength(length, "");
        adapted.require();
        return source.plans();
    }

    private void requireSingle(DType dtype) {
        Graph.Input input = graph.inputs().get(0);
        if (graph.inputs().size() != 1
                || graph.outputs().size() != 1
                || input.type().dtype() != dtype
                || !input.type().shape().isKnown()) {
            throw new IllegalStateException("the prediction of one flat example is for models with one input of "
                    + dtype.label() + " and known sizes and one output: model '" + graph.name() + "' has the inputs "
                    + graph.inputs().stream()
                            .map(each -> each.name() + " " + each.type())
                            .toList()
                    + " and the outputs "
                    + graph.outputs().stream().map(Graph.Output::name).toList()
                    + "; predict a list or map of arrays, or open a session");
        }
    }

    /** The example in question, if there are several. */
    private void requireLength(int length, String which) {
        Graph.Input input = graph.inputs().get(0);
        long expected = input.type().shape().elements().size();
        if (length == ABSENT) {
            throw new InputException(InputCheck.where(input) + (which.isEmpty() ? "" : ", example" + which)
                    + " is null: expected " + expected + " values, "
                    + input.type().shape() + " row by row");
        }
        if (length != expected) {
            throw new InputException("input '" + input.name() + "' takes " + expected + " values an example, "
                    + input.type().shape() + " row by row: found " + length
                    + (which.isEmpty() ? "" : " in example" + which));
        }
    }

    private float[] computed(PredictPlan plan) {
        plan.seed(0);
        states.run(plan);
        FloatBuffer output = plan.output(0);
        float[] values = new float[output.capacity()];
        output.get(0, values);
        return values;
    }
}
