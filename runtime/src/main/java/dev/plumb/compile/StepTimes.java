package dev.plumb.compile;

import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.Plan;
import dev.plumb.graph.Graph;
import dev.plumb.train.Optimizer;
import dev.plumb.train.OutputTraining;
import dev.plumb.weights.Trainability;
import dev.plumb.weights.WeightStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * How long a step of training takes with its update, and each of its kernels if it is run alone, again and again. What a step moves is a copy of the weights, with an
 * optimizer that begins.
 *
 * @param microseconds of the whole step
 * @param kernels in their order; where the batch is divided, those of one thread: the others do the same meanwhile
 * @param operations of floating point that the matrix products and convolutions of all threads do: a multiplication with an addition is two
 * @param bytes that all kernels read and write, each counted at each kernel
 */
public record StepTimes(double microseconds, List<TimedKernel> kernels, double operations, double bytes) {
    private static final int ROUNDS = 7;
    /** A round is long for the clock. */
    private static final double LEAST_ROUND = 2_000;
    /** So long, in nanoseconds, steps are run first: until their code is compiled and their memory is there. */
    private static final long WARMING = 500_000_000;

    public StepTimes {
        kernels = List.copyOf(kernels);
    }

    /**
     * A kernel by itself.
     *
     * @param label what it does
     * @param implementation whose code does it
     */
    public record TimedKernel(String label, String implementation, double microseconds) {}

    /**
     * Prepares such a step and measures it; takes some seconds for large ones.
     *
     * @param names the symbolic sizes by their names
     * @param fill writes the batch
     */
    public static StepTimes of(
            Graph graph,
            List<OutputTraining> outputs,
            WeightStore weights,
            Optimizer optimizer,
            double learningRate,
            Execution execution,
            int batch,
            Map<String, Long> names,
            Trainability trained,
            Scoring scoring,
            Consumer<StepPlan> fill) {
        WeightStore copy = copy(graph, weights);
        UpdatePlan update = new UpdatePlan(optimizer, copy, execution.threads());
        update.use(trained, path -> 0);
        Sizes sizes = execution.sizes(batch, names, Optional.of(trained.frozen()), scoring);
        StepPlan step = StepPlan.training(sizes.bind(graph), outputs, copy, update.gradientArray(), sizes, false);
        try {
            fill.accept(step);
            return of(step, update, learningRate);
        } finally {
            step.close();
            update.close();
        }
    }

    private static WeightStore copy(Graph graph, WeightStore weights) {
        WeightStore copy = WeightStore.initialized(graph, 0);
        weights.entries().forEach(entry -> copy.slot(entry.path())
                .floats()
                .put(weights.slot(entry.path()).floats()));
        return copy;
    }

    private static StepTimes of(StepPlan step, UpdatePlan update, double rate) {
        long[] iteration = {0};
        Runnable steps = () -> {
            step.run((int) iteration[0]);
            update.run(iteration[0]++, rate);
        };
        for (long begin = System.nanoTime(); System.nanoTime() - begin < WARMING; ) {
            steps.run();
        }
        double whole = median(steps);
        List<Stretch> stretches = Stream.concat(step.stretches().stream(), update.stretches().stream())
                .toList();
        List<TimedKernel> kernels = new ArrayList<>();
        for (Stretch stretch : stretches) {
            for (Plan plan : stretch.lanes().get(0)) {
                plan.run(); // which makes its number of threads that of this one
                plan.kernels().forEach(kernel -> kernels.add(alone(plan, kernel)));
            }
        }
        return new StepTimes(
                whole,
                kernels,
                stretches.stream()
                        .flatMap(Stretch::plans)
                        .mapToDouble(plan -> WorkEstimate.operations(plan.program()))
                        .sum(),
                stretches.stream()
                        .flatMap(Stretch::plans)
                        .mapToDouble(plan -> WorkEstimate.bytes(plan.program()))
                        .sum());
    }

    /** A kernel that works in place finds its own result in its later runs: places in arrays must not become others by that. */
    private static TimedKernel alone(Plan plan, Kernel kernel) {
        List<ByteBuffer> places = plan.borrowPlaces();
        List<ByteBuffer> before = places.stream()
                .map(numbers -> ByteBuffer.allocate(numbers.capacity()).put(0, numbers, 0, numbers.capacity()))
                .toList();
        double time = median(kernel);
        for (int i = 0; i < places.size(); i++) {
            places.get(i).put(0, before.get(i), 0, before.get(i).capacity());
        }
        kernel.run();
        return new TimedKernel(kernel.label(), kernel.implementation(), time);
    }

    /** Of rounds of runs, in microseconds a run. */
    private static double median(Runnable work) {
        work.run();
        int runs = (int) Math.max(1, LEAST_ROUND / time(work, 1));
        double[] times = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            times[round] = time(work, runs);
        }
        Arrays.sort(times);
        return times[ROUNDS / 2];
    }

    private static double time(Runnable work, int runs) {
        long start = System.nanoTime();
        for (int run = 0; run < runs; run++) {
            work.run();
        }
        return Math.max(1, System.nanoTime() - start) / 1e3 / runs;
    }
}
