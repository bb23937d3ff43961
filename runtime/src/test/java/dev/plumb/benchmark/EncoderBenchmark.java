package dev.plumb.benchmark;

import dev.plumb.compile.Sizes;
import dev.plumb.compile.StepPlan;
import dev.plumb.compile.Threads;
import dev.plumb.compile.UpdatePlan;
import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.engine.plan.Kernel;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.train.Adam;
import dev.plumb.train.Losses;
import dev.plumb.train.OutputTraining;
import dev.plumb.weights.WeightStore;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Times a training step of an encoder block: 64 steps of 128 features, 8 heads, 512 in the middle, batches of 16, with Adam. With the
 * argument {@code kernels}, also each kernel alone.
 */
public final class EncoderBenchmark {
    private static final int BATCH = 16;
    private static final int ROUNDS = 41;

    private EncoderBenchmark() {}

    public static void main(String[] arguments) {
        Graph graph = encoder();
        WeightStore weights = WeightStore.initialized(graph, 1);
        UpdatePlan update = new UpdatePlan(Adam.of(), weights, new Threads());
        OutputTraining training = new OutputTraining("classes", Losses.sparseCategoricalCrossentropy(), 1, List.of());
        long start = System.nanoTime();
        StepPlan step =
                StepPlan.training(graph, List.of(training), weights, update.gradients(), new Sizes(BATCH, Map.of(), 0));
        double planned = (System.nanoTime() - start) / 1e6;
        Random random = new Random(1);
        for (int i = 0; i < BATCH * 64 * 128; i++) {
            step.inputs().input(0).put(i, (float) random.nextGaussian());
        }
        long[] iteration = {0};
        double[] times = times(
                () -> {
                    step.run((int) iteration[0]);
                    update.run(iteration[0]++, 1e-3);
                },
                5);
        System.out.printf(
                "encoder: planned in %.0f ms, %d kernels, a training step takes %.2f ms, at best %.2f ms%n",
                planned, step.plans().get(0).kernels().size(), times[ROUNDS / 2], times[0]);
        if (Arrays.asList(arguments).contains("kernels")) {
            for (Kernel kernel : step.plans().get(0).kernels()) {
                System.out.printf("  %8.1f us  %s%n", 1e3 * times(kernel, 5)[ROUNDS / 2], kernel.label());
            }
        }
    }

    private static Graph encoder() {
        GraphBuilder g = GraphBuilder.named("Encoder");
        Wire x = g.input("x", 64, 128);
        Wire attended = g.apply("attention", Layers.multiHeadAttention(8, 16), x, x);
        Wire sum = g.apply("add1", Layers.add(), x, attended);
        Wire first = g.apply("norm1", Layers.layerNormalization(), sum);
        Wire wide = g.apply("wide", Layers.dense(512).activation(ActivationFunction.RELU), first);
        Wire narrow = g.apply("narrow", Layers.dense(128), wide);
        Wire all = g.apply("add2", Layers.add(), first, narrow);
        Wire second = g.apply("norm2", Layers.layerNormalization(), all);
        Wire pooled = g.apply("pooled", Layers.globalAveragePooling1D(), second);
        Wire classes = g.apply("classes", Layers.dense(10).activation(ActivationFunction.SOFTMAX), pooled);
        return g.output(classes, Loss.Spec.of(LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY))
                .build();
    }

    /** The times of rounds of so many runs, in milliseconds a run, the best first. */
    private static double[] times(Runnable work, int runs) {
        double[] times = new double[ROUNDS];
        for (int round = -10; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < runs; i++) {
                work.run();
            }
            if (round >= 0) {
                times[round] = (System.nanoTime() - start) / 1e6 / runs;
            }
        }
        Arrays.sort(times);
        return times;
    }
}
