package dev.plumb.benchmark;

import dev.plumb.compile.Sizes;
import dev.plumb.compile.StepPlan;
import dev.plumb.compile.Threads;
import dev.plumb.compile.UpdatePlan;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.rule.RecurrentSpec;
import dev.plumb.train.Adam;
import dev.plumb.train.Losses;
import dev.plumb.train.OutputTraining;
import dev.plumb.weights.WeightStore;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How long it takes to plan a training step of a recurrent layer, and to run it: 64 features, 128 units, batches of 32. Arguments: numbers
 * of steps, 10, 50 and 200 by default.
 */
public final class RecurrentBenchmark {
    private static final int BATCH = 32;

    private RecurrentBenchmark() {}

    public static void main(String[] arguments) {
        int[] times = arguments.length == 0
                ? new int[] {10, 10, 50, 200}
                : Arrays.stream(arguments).mapToInt(Integer::parseInt).toArray();
        for (RecurrentSpec layer : List.of(Layers.lstm(128), Layers.gru(128))) {
            for (int time : times) {
                measure(layer, time);
            }
        }
    }

    private static void measure(RecurrentSpec layer, int time) {
        GraphBuilder g = GraphBuilder.named("Recurrent");
        Wire read = g.apply("read", layer, g.input("x", time, 64));
        Wire out = g.apply("out", Layers.dense(1), read);
        Graph graph =
                g.output(out, Loss.Spec.of(LossFunction.MEAN_SQUARED_ERROR)).build();
        WeightStore weights = WeightStore.initialized(graph, 1);
        UpdatePlan update = new UpdatePlan(Adam.of(), weights, new Threads());
        OutputTraining training = new OutputTraining("out", Losses.meanSquaredError(), 1, List.of());
        long start = System.nanoTime();
        StepPlan step =
                StepPlan.training(graph, List.of(training), weights, update.gradients(), new Sizes(BATCH, Map.of(), 0));
        double planned = (System.nanoTime() - start) / 1e6;
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            long begin = System.nanoTime();
            step.run(round);
            best = Math.min(best, (System.nanoTime() - begin) / 1e6);
        }
        System.out.printf(
                "%s, %d steps: planned in %.0f ms, a training step takes %.2f ms%n",
                layer.layerName(), time, planned, best);
    }
}
