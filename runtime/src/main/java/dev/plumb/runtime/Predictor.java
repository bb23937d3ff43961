package dev.plumb.runtime;

import dev.plumb.array.Rows;
import dev.plumb.compile.Chunks;
import dev.plumb.compile.Decoder;
import dev.plumb.compile.Execution;
import dev.plumb.compile.PredictPlan;
import dev.plumb.compile.PredictPlans;
import dev.plumb.compile.RecurrentStates;
import dev.plumb.compile.Sizes;
import dev.plumb.graph.Graph;
import dev.plumb.weights.Seeds;
import dev.plumb.weights.WeightStore;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a model forward on arrays. Any number of threads at the same time. */
final class Predictor {
    /**
     * Examples that are computed at once: enough for the kernels, little memory. What remains is computed in powers of two, so that few plans
     * do for all numbers of examples.
     */
    private static final int BATCH = 128;

    /** A prediction that is not shown does not ask for the time. */
    private static final Progress SILENT = Progress.of(Verbosity.SILENT);

    private final Graph graph;
    private final WeightStore weights;
    private final Execution execution;
    private final PlanSource source;
    private final PredictPlans trainingPlans;
    private final Intake intake;
    private final Adapted adapted;
    private final FlatPredictor flat;
    private final RecurrentStates states;

    /** All examples of a call are one batch: each goes on from one of the call before. */
    private final boolean isStateful;

    /** By Plumb's own engine. */
    Predictor(Graph graph, WeightStore weights, Execution execution, Intake intake, RecurrentStates states) {
        this(graph, weights, execution, intake, states, own(graph, weights, execution));
    }

    private static PlanSource own(Graph graph, WeightStore weights, Execution execution) {
        PredictPlans plans = new PredictPlans(graph, weights, execution);
        return () -> plans;
    }

    /** By plans from anywhere. */
    Predictor(
            Graph graph,
            WeightStore weights,
            Execution execution,
            Intake intake,
            RecurrentStates states,
            PlanSource source) {
        this.graph = graph;
        this.weights = weights;
        this.execution = execution;
        this.intake = intake;
        this.adapted = new Adapted(graph, weights, intake.vocabularies());
        this.source = source;
        this.trainingPlans = PredictPlans.training(graph, weights, execution);
        this.states = states;
        this.isStateful = graph.isStateful();
        this.flat = new FlatPredictor(graph, source, intake, adapted, states, this);
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
        PredictPlans plans = source.plans();
        return run(
                plans,
                count -> plans.sizes(count, names),
                (int) Seeds.mix(seed),
                filler(names, inputs),
                examples(inputs),
                isStateful ? examples(inputs) : BATCH,
                states::run,
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
                states::look,
                SILENT);
    }

    /** Fills a plan with so many examples from one on. */
    interface Filler {
        void fill(PredictPlan plan, int from, int count);
    }

    /** Runs a plan that was filled. */
    interface Run {
        void of(PredictPlan plan);
    }

    /** Takes the outputs of so many examples from one on. */
    interface Reader {
        void read(PredictPlan plan, int from, int count);
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
        return run(
                plans, count -> plans.sizes(count, names), 0, filler(rows), examples, BATCH, PredictPlan::run, SILENT);
    }

    private static List<INDArray> run(
            PredictPlans plans,
            IntFunction<Sizes> sizesOf,
            int seed,
            Filler filler,
            int examples,
            int most,
            Run run,
            Progress progress) {
        OutputArrays results = new OutputArrays(examples);
        run(plans, sizesOf, seed, filler, results::read, examples, most, run, progress);
        return results.all();
    }

    /** The same for examples without arrays around them. */
    void run(PredictPlans plans, Filler filler, Reader reader, int examples) {
        int most = isStateful ? examples : BATCH;
        run(plans, count -> plans.sizes(count, Map.of()), 0, filler, reader, examples, most, states::run, SILENT);
    }

    private static void run(
            PredictPlans plans,
            IntFunction<Sizes> sizesOf,
            int seed,
            Filler filler,
            Reader reader,
            int examples,
            int most,
            Run run,
            Progress progress) {
        boolean isShown = progress != SILENT;
        if (isShown) {
            progress.begin(0, 1, OptionalInt.of((examples - 1) / most + 1));
        }
        Part part = new Part(plans, sizesOf, seed, filler, reader, run, most == examples);
        for (int from = 0; from < examples; from += most) {
            int others = (examples - from) / most - 1;
            boolean areShared = part.compute(from, from + Math.min(most, examples - from), others);
            if (isShown) {
                progress.step(from / most + 1, Map::of);
            } else if (areShared) {
                int first = from + most;
                Chunks.run(others, i -> part.compute(first + i * most, first + (i + 1) * most, 0));
                from += others * most;
            }
        }
        if (isShown) {
            progress.end(Map.of());
        }
    }

    /**
     * How a part of the examples is computed, in one turn.
     *
     * @param isWhole whether by a plan for just so many; else by plans for powers of two
     */
    private record Part(
            PredictPlans plans,
            IntFunction<Sizes> sizesOf,
            int seed,
            Filler filler,
            Reader reader,
            Run run,
            boolean isWhole) {

        /** Computes the examples from one on, without another; whether so many other parts are to be computed at the same time. */
        boolean compute(int begin, int end, int others) {
            try (PredictPlans.Turn turn = plans.turn(isWhole ? 1 : end - begin)) {
                if (turn.isDivided()) {
                    turn.divide(begin, end, (from, to) -> compute(turn, from, to, 0));
                    return false;
                }
                return compute(turn, begin, end, others);
            }
        }

        private boolean compute(PredictPlans.Turn turn, int begin, int end, int others) {
            boolean areShared = false;
            int count;
            for (int from = begin; from < end; from += count) {
                int room = isWhole ? end - from : turn.next(end - from);
                count = Math.min(room, end - from);
                Sizes sizes = sizesOf.apply(room);
                PredictPlan plan = turn.acquire(sizes);
                try {
                    compute(plan.first(count, room), from, count);
                    areShared = Chunks.areShared(others, sizes, plan);
                } finally {
                    turn.release(sizes, plan);
                }
            }
            return areShared;
        }

        private void compute(PredictPlan plan, int from, int count) {
            filler.fill(plan, from, count);
            plan.seed(from == 0 ? seed : (int) Seeds.derive(seed, from));
            run.of(plan);
            reader.read(plan, from, count);
        }
    }

    /** What predicts examples without arrays around them. */
    FlatPredictor flat() {
        return flat;
    }

    /** A plan of its own for somebody who fills it. */
    Session session(int examples, Map<String, Integer> sizes) {
        if (examples < 1) {
            throw new IllegalArgumentException("a session predicts 1 example or more at a time, found " + examples);
        }
        requireNoIntake();
        if (sizes == null
                || !sizes.keySet().equals(graph.names())
                || sizes.values().stream().anyMatch(Predictor::isNoSize)) {
            throw new IllegalArgumentException("the buffers of a session need the sizes that vary in model '"
                    + graph.name() + "': expected a number of at least 1 for each of " + graph.names() + ", found "
                    + sizes);
        }
        adapted.require();
        Map<String, Long> names = new HashMap<>();
        sizes.forEach((name, size) -> names.put(name, (long) size));
        PredictPlans plans = source.plans();
        return new Session(graph, plans.own(plans.sizes(examples, names)), examples);
    }

    /** Computes step by step. */
    DecodingSession decodingSession(int examples, int longest, Map<String, Integer> sizes) {
        if (examples < 1 || longest < 1) {
            throw new IllegalArgumentException("a session decodes 1 example or more at a time, with room for 1 step or"
                    + " more, found " + examples + " examples and " + longest + " steps");
        }
        requireNoIntake();
        if (sizes == null || sizes.values().stream().anyMatch(Predictor::isNoSize)) {
            throw new IllegalArgumentException("sizes are numbers of at least 1, found " + sizes);
        }
        adapted.require();
        Map<String, Long> names = new HashMap<>();
        sizes.forEach((name, size) -> names.put(name, (long) size));
        return new DecodingSession(
                graph, new Decoder(graph, weights, execution, examples, longest, names), examples, longest);
    }

    private void requireNoIntake() {
        if (intake.isNeeded()) {
            throw new IllegalStateException(
                    "a session takes numbers that the network computes with as they are: model '" + graph.name()
                            + "' makes something of its inputs before; call predict, or preprocess");
        }
    }

    private static boolean isNoSize(@Nullable Integer size) {
        return size == null || size < 1;
    }
}
