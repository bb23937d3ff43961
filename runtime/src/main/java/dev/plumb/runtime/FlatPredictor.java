package dev.plumb.runtime;

import dev.plumb.array.InputException;
import dev.plumb.compile.PredictPlan;
import dev.plumb.compile.PredictPlans;
import dev.plumb.compile.RecurrentStates;
import dev.plumb.compile.Sizes;
import dev.plumb.dsl.DType;
import dev.plumb.graph.Graph;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.preprocess.Fed;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

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
    private final int varyingAxis;

    FlatPredictor(
            Graph graph, PlanSource source, Intake intake, Adapted adapted, RecurrentStates states, Predictor arrays) {
        this.graph = graph;
        this.source = source;
        this.intake = intake;
        this.adapted = adapted;
        this.arrays = arrays;
        this.states = states;
        this.idRules = ValueRule.ids(graph, graph.inputs().get(0));
        this.varyingAxis = varyingAxis(graph);
    }

    float[] predict(float[] example) {
        Map<String, Long> names = names(DType.FLOAT32, example == null ? ABSENT : example.length);
        PredictPlans plans = source.plans();
        Sizes single = single(plans, names);
        PredictPlan plan = plans.acquire(single);
        try {
            if (intake.isNeeded()) {
                return computed(plan, names, new Fed.Numbers(example));
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
                    int width = outputs(plan) / count;
                    for (int i = 0; i < count; i++) {
                        results[from + i] = output(plan, i * width, width);
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
        Map<String, Long> names = names(DType.INT32, example == null ? ABSENT : example.length);
        PredictPlans plans = source.plans();
        Sizes single = single(plans, names);
        PredictPlan plan = plans.acquire(single);
        try {
            for (int i = 0; i < idRules.size(); i++) {
                idRules.get(i).check(example);
            }
            if (intake.isNeeded()) {
                return computed(plan, names, new Fed.Ids(example));
            }
            plan.inputInts(0).put(0, example);
            return computed(plan);
        } finally {
            plans.release(single, plan);
        }
    }

    float[] predict(String... example) {
        requireSingle(DType.STRING);
        requireLength(example == null ? ABSENT : example.length, "");
        adapted.require();
        PredictPlans plans = source.plans();
        Sizes single = plans.single();
        PredictPlan plan = plans.acquire(single);
        try {
            requireTexts(example);
            return computed(plan, Map.of(), new Fed.Texts(example));
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

    private float[] computed(PredictPlan plan, Map<String, Long> names, Fed example) {
        intake.fill(plan, intake.examples(1, names, new SingleSource(example)));
        return computed(plan);
    }

    private static Sizes single(PredictPlans plans, Map<String, Long> names) {
        return names.isEmpty() ? plans.single() : plans.sizes(1, names);
    }

    /** What the number of values says about symbolic sizes, if one example has so many. */
    private Map<String, Long> names(DType dtype, int length) {
        Map<String, Long> names = Map.of();
        if (varyingAxis == ABSENT
                || length == ABSENT
                || graph.inputs().get(0).type().dtype() != dtype) {
            requireSingle(dtype);
            requireLength(length, "");
        } else {
            names = nameOf(varyingAxis, length);
        }
        adapted.require();
        return names;
    }

    /** The axis whose size the number of values says, if that is the only one whose size varies; else {@link #ABSENT}. */
    private static int varyingAxis(Graph graph) {
        if (graph.inputs().size() != 1 || graph.outputs().size() != 1) {
            return ABSENT;
        }
        Shape shape = graph.inputs().get(0).type().shape();
        int found = ABSENT;
        for (int axis = 0; axis < shape.rank(); axis++) {
            Dim dim = shape.dim(axis);
            if (!dim.isKnown()) {
                if (found != ABSENT || !(dim instanceof Dim.Linear name && name.isName())) {
                    return ABSENT;
                }
                found = axis;
            }
        }
        return found;
    }

    private Map<String, Long> nameOf(int axis, int length) {
        Graph.Input input = graph.inputs().get(0);
        long step = 1;
        for (Dim dim : input.type().shape().dims()) {
            step *= dim.isKnown() ? dim.size() : 1;
        }
        if (length == 0 || length % step != 0) {
            throw new InputException("input '" + input.name() + "' takes a multiple of " + step + " values an example, "
                    + input.type().shape() + " row by row: found " + length);
        }
        return InputCheck.of(graph, false)
                .axis(input, axis, (Dim.Linear) input.type().shape().dim(axis), length / step)
                .sizes();
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
                    + (which.isEmpty() ? "" : " in example" + which)
                    + (which.isEmpty() && length > expected && length % expected == 0
                            ? several(length / expected)
                            : ""));
        }
    }

    /** What was given as one example may be several. */
    private String several(long examples) {
        Graph.Input input = graph.inputs().get(0);
        DType dtype = input.type().dtype();
        if (dtype == DType.FLOAT32) {
            return ". " + examples + " examples are a float[][], a row for each";
        }
        String shape = LongStream.concat(
                        LongStream.of(examples),
                        Arrays.stream(input.type().shape().sizes()))
                .mapToObj(Long::toString)
                .collect(Collectors.joining(", "));
        return ". " + examples + " examples are an array, predict(List.of("
                + (dtype == DType.STRING
                        ? "Nd4j.create(List.of(…), " + shape + ")"
                        : "Nd4j.createFromArray(…).reshape(" + shape + ")")
                + "))";
    }

    private float[] computed(PredictPlan plan) {
        plan.seed(0);
        states.run(plan);
        return output(plan, 0, outputs(plan));
    }

    /** How many numbers a plan has made. */
    private static int outputs(PredictPlan plan) {
        return plan.isFloatOutput(0)
                ? plan.output(0).capacity()
                : plan.outputInts(0).capacity();
    }

    /** So many of the numbers that a plan has made, from one on, also of whole numbers: all that floats can say. */
    private float[] output(PredictPlan plan, int first, int count) {
        float[] values = new float[count];
        if (plan.isFloatOutput(0)) {
            plan.output(0).get(first, values);
            return values;
        }
        IntBuffer output = plan.outputInts(0);
        for (int i = 0; i < count; i++) {
            int number = output.get(first + i);
            values[i] = number;
            if ((double) values[i] != number) {
                throw new IllegalStateException(
                        "output '" + graph.outputs().get(0).name() + "' of model '"
                                + graph.name() + "' is the whole number " + number
                                + ", which no float is: predict arrays, whose result is of int32");
            }
        }
        return values;
    }
}
