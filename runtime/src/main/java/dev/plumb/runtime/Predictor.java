package dev.plumb.runtime;

import dev.plumb.array.InputException;
import dev.plumb.array.NativeArrays;
import dev.plumb.array.Rows;
import dev.plumb.compile.PredictPlan;
import dev.plumb.compile.PredictPlans;
import dev.plumb.compile.Sizes;
import dev.plumb.compile.Threads;
import dev.plumb.dsl.DType;
import dev.plumb.graph.Graph;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.preprocess.Fed;
import dev.plumb.weights.Seeds;
import dev.plumb.weights.WeightStore;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Runs a model forward on arrays, or on one flat example. Any number of threads at the same time. */
final class Predictor {
    /**
     * Examples that are computed at once: enough for the kernels, little memory. What remains is computed in powers of two, so that few plans
     * do for all numbers of examples.
     */
    private static final int BATCH = 128;

    /** A prediction that is not shown does not ask for the time. */
    private static final Progress SILENT = Progress.of(Verbosity.SILENT);

    /** The length of an array that is null. */
    private static final int ABSENT = -1;

    private final Graph graph;
    private final PredictPlans plans;
    private final PredictPlans trainingPlans;
    private final List<ValueRule> idRules;
    private final Intake intake;
    private final Adapted adapted;

    Predictor(Graph graph, WeightStore weights, Threads threads, Intake intake) {
        this.graph = graph;
        this.intake = intake;
        this.adapted = new Adapted(graph, weights, intake.vocabularies());
        this.plans = new PredictPlans(graph, weights, threads);
        this.trainingPlans = PredictPlans.training(graph, weights, threads);
        this.idRules = ValueRule.ids(graph, graph.inputs().get(0));
    }

    List<INDArray> predict(List<INDArray> inputs) {
        return predict(inputs, 0);
    }

    /** With its progress, in steps of 128 examples. */
    List<INDArray> predict(List<INDArray> inputs, Progress progress) {
        return predict(inputs, 0, progress);
    }

    /** With random numbers of a seed, if layers draw any. */
    List<INDArray> predict(List<INDArray> inputs, long seed) {
        return predict(inputs, seed, SILENT);
    }

    private List<INDArray> predict(List<INDArray> inputs, long seed, Progress progress) {
        Map<String, Long> names = InputCheck.of(graph, false).inputs(inputs).sizes();
        adapted.require();
        return run(
                plans,
                count -> plans.sizes(count, names),
                (int) Seeds.mix(seed),
                filler(names, inputs),
                examples(inputs),
                BATCH,
                progress);
    }

    /** As in training: the whole at once, since the examples of a batch may have statistics in common. */
    List<INDArray> predictTraining(List<INDArray> inputs, long seed, Set<String> frozen) {
        Map<String, Long> names = InputCheck.of(graph, false).inputs(inputs).sizes();
        adapted.require();
        int examples = examples(inputs);
        return run(
                trainingPlans,
                count -> trainingPlans.sizes(count, names, frozen),
                (int) Seeds.mix(seed),
                filler(names, inputs),
                examples,
                examples,
                SILENT);
    }

    /** Fills a plan with so many examples from one on. */
    interface Filler {
        void fill(PredictPlan plan, int from, int count);
    }

    private Filler filler(Map<String, Long> names, List<INDArray> inputs) {
        List<Rows> rows = rows(graph, inputs);
        return intake.isNeeded()
                ? (plan, from, count) -> intake.fill(plan, intake.examples(count, names, source(rows, from, count)))
                : filler(rows);
    }

    private static Filler filler(List<Rows> rows) {
        return (plan, from, count) -> {
            for (int i = 0; i < rows.size(); i++) {
                if (plan.isFloat(i)) {
                    rows.get(i).read(from, count, plan.input(i));
                } else {
                    rows.get(i).read(from, count, plan.inputInts(i));
                }
            }
        };
    }

    private static Intake.Source source(List<Rows> rows, int from, int count) {
        return new Intake.Source() {
            @Override
            public void read(int input, FloatBuffer destination) {
                rows.get(input).read(from, count, destination);
            }

            @Override
            public void read(int input, IntBuffer destination) {
                rows.get(input).read(from, count, destination);
            }

            @Override
            public void read(int input, String[] destination) {
                rows.get(input).read(from, count, destination);
            }
        };
    }

    /** What the plans take, for examples. */
    List<INDArray> preprocessed(List<INDArray> inputs) {
        Map<String, Long> names = InputCheck.of(graph, false).inputs(inputs).sizes();
        adapted.require();
        return FedArrays.of(
                graph,
                names,
                intake.examples(examples(inputs), names, source(rows(graph, inputs), 0, examples(inputs))),
                inputs);
    }

    static List<Rows> rows(Graph graph, List<INDArray> inputs) {
        List<Rows> rows = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            rows.add(Rows.of(graph.inputs().get(i).name(), inputs.get(i)));
        }
        return rows;
    }

    private static int examples(List<INDArray> inputs) {
        return Math.toIntExact(inputs.get(0).size(0));
    }

    /** Runs plans that treat each example alike, some examples at a time. */
    static List<INDArray> inBatches(PredictPlans plans, Map<String, Long> names, List<Rows> rows, int examples) {
        return run(plans, count -> plans.sizes(count, names), 0, filler(rows), examples, BATCH, SILENT);
    }

    private static List<INDArray> run(
            PredictPlans plans,
            IntFunction<Sizes> sizesOf,
            int seed,
            Filler filler,
            int examples,
            int most,
            Progress progress) {
        List<INDArray> results = new ArrayList<>();
        boolean isShown = progress != SILENT;
        if (isShown) {
            progress.begin(0, 1, OptionalInt.of((examples - 1) / most + 1));
        }
        int count;
        for (int from = 0; from < examples; from += count) {
            count = most == examples ? examples : Math.min(most, Integer.highestOneBit(examples - from));
            Sizes sizes = sizesOf.apply(count);
            PredictPlan plan = plans.acquire(sizes);
            try {
                filler.fill(plan, from, count);
                plan.seed(from == 0 ? seed : (int) Seeds.derive(seed, from));
                plan.run();
                for (int i = 0; i < plan.outputs(); i++) {
                    if (from == 0) {
                        results.add(NativeArrays.zeros(examples, plan.outputShape(i)));
                    }
                    NativeArrays.write(plan.output(i), results.get(i), from);
                }
            } finally {
                plans.release(sizes, plan);
            }
            if (isShown) {
                progress.step((from + count - 1) / most + 1, Map::of);
            }
        }
        if (isShown) {
            progress.end(Map.of());
        }
        return results;
    }

    float[] predict(float[] example) {
        if (example != null && isOfOneSize(DType.FLOAT32)) {
            return ofOneSize(Nd4j.createFromArray(example));
        }
        PredictPlan plan = single(DType.FLOAT32, example == null ? ABSENT : example.length);
        try {
            if (intake.isNeeded()) {
                return computed(plan, new Fed.Numbers(example));
            }
            plan.input(0).put(0, example);
            return computed(plan);
        } finally {
            plans.release(plans.single(), plan);
        }
    }

    float[] predict(int[] example) {
        if (example != null && isOfOneSize(DType.INT32)) {
            return ofOneSize(Nd4j.createFromArray(example));
        }
        PredictPlan plan = single(DType.INT32, example == null ? ABSENT : example.length);
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
            plans.release(plans.single(), plan);
        }
    }

    float[] predict(String... example) {
        PredictPlan plan = single(DType.STRING, example == null ? ABSENT : example.length);
        try {
            requireTexts(example);
            return computed(plan, new Fed.Texts(example));
        } finally {
            plans.release(plans.single(), plan);
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
        return predict(List.of(example.reshape(sizes))).get(0).ravel().toFloatVector();
    }

    private PredictPlan single(DType dtype, int length) {
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
                    + graph.outputs().stream().map(Graph.Output::name).toList() + "; predict a list or map of arrays");
        }
        long expected = input.type().shape().elements().size();
        if (length == ABSENT) {
            throw new InputException(InputCheck.where(input) + " is null: expected " + expected + " values, "
                    + input.type().shape() + " row by row");
        }
        if (length != expected) {
            throw new InputException("input '" + input.name() + "' takes " + expected + " values an example, "
                    + input.type().shape() + " row by row: found " + length);
        }
        adapted.require();
        return plans.acquire(plans.single());
    }

    private static float[] computed(PredictPlan plan) {
        plan.seed(0);
        plan.run();
        FloatBuffer output = plan.output(0);
        float[] values = new float[output.capacity()];
        output.get(0, values);
        return values;
    }
}
