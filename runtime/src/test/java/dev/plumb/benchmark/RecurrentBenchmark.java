package dev.plumb.benchmark;

import dev.plumb.compile.Sizes;
import dev.plumb.compile.StepPlan;
import dev.plumb.compile.Threads;
import dev.plumb.compile.UpdatePlan;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.engine.plan.Kernel;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.train.Adam;
import dev.plumb.train.Losses;
import dev.plumb.train.OutputTraining;
import dev.plumb.weights.WeightStore;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * How long it takes to plan a training step of a recurrent layer, and to run it, in batches of 32: the least of many rounds. Masked sequences
 * have lengths between half of the steps and all. Arguments: the number of threads, 0 (the default) to leave it to the plan; {@code kernels}
 * for the kernels that take the most time.
 */
public final class RecurrentBenchmark {
    private static final int BATCH = 32;
    private static final int ROUNDS = 60;

    private RecurrentBenchmark() {}

    public static void main(String[] arguments) {
        int threads = arguments.length == 0 ? 0 : Integer.parseInt(arguments[0]);
        boolean kernels = Arrays.asList(arguments).contains("kernels");
        LayerSpec sequence = Layers.gru(64).returnSequences(true);
        measure("(the first plan of a process)", Layers.lstm(8), 5, 5, false, threads, false);
        measure("LSTM 64", Layers.lstm(64), 100, 50, false, threads, kernels);
        measure("LSTM 64, masked", Layers.lstm(64), 100, 50, true, threads, kernels);
        measure("LSTM 64, sequence", Layers.lstm(64).returnSequences(true), 100, 50, false, threads, kernels);
        measure("LSTM 64, sequence, masked", Layers.lstm(64).returnSequences(true), 100, 50, true, threads, kernels);
        measure("GRU 64, both ways", Layers.bidirectional(sequence), 100, 50, false, threads, kernels);
        measure("GRU 64, both ways, masked", Layers.bidirectional(sequence), 100, 50, true, threads, kernels);
        for (int time : new int[] {10, 50, 200}) {
            measure("LSTM 128", Layers.lstm(128), time, 64, false, threads, kernels);
            measure("GRU 128", Layers.gru(128), time, 64, false, threads, kernels);
        }
    }

    private static void measure(
            String what, LayerSpec layer, int time, int features, boolean masked, int threads, boolean kernels) {
        GraphBuilder g = GraphBuilder.named("Recurrent");
        Wire x = g.input("x", time, features);
        Wire read = g.apply("read", layer, masked ? g.apply("mask", Layers.masking(), x) : x);
        Wire out = g.apply("out", Layers.dense(1), read);
        var graph = g.output(out, Loss.Spec.of(LossFunction.MEAN_SQUARED_ERROR)).build();
        WeightStore weights = WeightStore.initialized(graph, 1);
        UpdatePlan update = new UpdatePlan(Adam.of(), weights, new Threads());
        OutputTraining training = new OutputTraining("out", Losses.meanSquaredError(), 1, List.of());
        long start = System.nanoTime();
        StepPlan step = StepPlan.training(
                graph, List.of(training), weights, update.gradients(), new Sizes(BATCH, Map.of(), threads));
        double planned = (System.nanoTime() - start) / 1e6;
        fill(step.inputs().input(0), time, features, masked);
        double best = best(() -> step.run(0));
        System.out.printf(
                "%s over %d x %d: planned in %.0f ms, %d kernels, %.1f MB, a training step takes %.2f ms%n",
                what, time, features, planned, step.plans().get(0).kernels().size(), step.nativeBytes() / 1e6, best);
        if (kernels) {
            list(step.plans().get(0).kernels());
        }
        step.close();
    }

    /** Each kernel in its turn: one reads what those before it wrote. */
    private static void list(List<Kernel> kernels) {
        double[] best = new double[kernels.size()];
        Arrays.fill(best, Double.MAX_VALUE);
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < best.length; i++) {
                long begin = System.nanoTime();
                kernels.get(i).run();
                best[i] = Math.min(best[i], (System.nanoTime() - begin) / 1e3);
            }
        }
        IntStream.range(0, best.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> best[i]).reversed())
                .limit(16)
                .forEach(i -> System.out.printf(
                        "  %8.1f us  %s%n", best[i], kernels.get(i).label()));
    }

    private static void fill(FloatBuffer x, int time, int features, boolean masked) {
        Random random = new Random(1);
        for (int example = 0; example < BATCH; example++) {
            int length = masked ? time / 2 + random.nextInt(time - time / 2 + 1) : time;
            for (int i = 0; i < time * features; i++) {
                x.put(example * time * features + i, i < length * features ? (float) random.nextGaussian() : 0);
            }
        }
    }

    private static double best(Runnable task) {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long begin = System.nanoTime();
            task.run();
            best = Math.min(best, (System.nanoTime() - begin) / 1e6);
        }
        return best;
    }
}
