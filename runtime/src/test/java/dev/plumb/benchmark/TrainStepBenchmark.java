package dev.plumb.benchmark;

import dev.plumb.compile.Sizes;
import dev.plumb.compile.StepPlan;
import dev.plumb.compile.Threads;
import dev.plumb.compile.UpdatePlan;
import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.Metric;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.engine.plan.Kernel;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.runtime.Fit;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.Trainer;
import dev.plumb.runtime.Verbosity;
import dev.plumb.train.Adam;
import dev.plumb.train.Losses;
import dev.plumb.train.OutputTraining;
import dev.plumb.weights.WeightStore;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Times a training step of 784-256-128-10 with dropout and Adam: the whole step, each of its kernels alone, and a step of {@code fit}.
 * Arguments: batch sizes, 32 and 128 by default.
 */
public final class TrainStepBenchmark {
    private static final int ROUNDS = 15;

    private TrainStepBenchmark() {}

    public static void main(String[] arguments) {
        int[] batches = arguments.length == 0
                ? new int[] {32, 128}
                : Arrays.stream(arguments).mapToInt(Integer::parseInt).toArray();
        for (int batch : batches) {
            plans(batch);
            fit(batch);
        }
    }

    static Graph graph() {
        GraphBuilder g = GraphBuilder.named("Mnist");
        Wire wire = g.input("image", 784);
        int layer = 0;
        for (int units : new int[] {256, 128}) {
            layer++;
            wire = g.apply("dense" + layer, Layers.dense(units).activation(ActivationFunction.RELU), wire);
            wire = g.apply("dropout" + layer, Layers.dropout(0.3), wire);
        }
        Wire digits = g.apply("digits", Layers.dense(10).activation(ActivationFunction.SOFTMAX), wire);
        return g.output(digits, Loss.Spec.of(LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY), Metric.ACCURACY)
                .build();
    }

    private static void plans(int batch) {
        Graph graph = graph();
        WeightStore weights = WeightStore.initialized(graph, 1);
        UpdatePlan update = new UpdatePlan(Adam.of(), weights, new Threads());
        OutputTraining training =
                new OutputTraining("digits", Losses.sparseCategoricalCrossentropy(), 1, List.of(Metric.ACCURACY));
        StepPlan step =
                StepPlan.training(graph, List.of(training), weights, update.gradients(), new Sizes(batch, Map.of(), 0));
        Random random = new Random(1);
        for (int i = 0; i < batch * 784; i++) {
            step.inputs().input(0).put(i, random.nextFloat());
        }
        long[] iteration = {0};
        Runnable whole = () -> {
            step.run((int) iteration[0]);
            update.run(iteration[0]++, 1e-3);
        };
        double together = median(whole, 300);
        List<Kernel> kernels = new ArrayList<>(step.plans().get(0).kernels());
        update.plans().forEach(plan -> kernels.addAll(plan.kernels()));
        double sum = 0;
        StringBuilder rows = new StringBuilder();
        for (Kernel kernel : kernels) {
            double alone = median(kernel, 300);
            sum += alone;
            rows.append(String.format("  %8.1f us  %s%n", alone, kernel.label()));
        }
        System.out.printf(
                "batch %d: step %.1f us, sum of %d kernels alone %.1f us, ratio %.2f, %.1f heap bytes a step%n%s",
                batch, together, kernels.size(), sum, together / sum, allocated(whole, 1_000), rows);
    }

    private static void fit(int batch) {
        int examples = batch * 200;
        Network model = Network.create(graph(), 1);
        Trainer<List<INDArray>, List<INDArray>> trainer = model.trainer(Adam.of());
        Dataset<List<INDArray>, List<INDArray>> data = Dataset.of(
                Structure.list(List.of("image")),
                List.of(Nd4j.rand(examples, 784)),
                Structure.list(List.of("digits")),
                List.of(Nd4j.zeros(org.nd4j.linalg.api.buffer.DataType.INT32, examples)));
        Runnable epoch = () -> trainer.fit(data, Fit.epochs(1).batchSize(batch).verbose(Verbosity.SILENT));
        System.out.printf(
                "batch %d: fit %.1f us a step of shuffled examples, %.1f heap bytes a step%n",
                batch, median(epoch, 1) / 200, allocated(epoch, 3) / 200);
    }

    /** The median of rounds of so many runs, in microseconds a run. */
    private static double median(Runnable work, int runs) {
        double[] times = new double[ROUNDS];
        for (int round = -5; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < runs; i++) {
                work.run();
            }
            if (round >= 0) {
                times[round] = (System.nanoTime() - start) / 1e3 / runs;
            }
        }
        Arrays.sort(times);
        return times[ROUNDS / 2];
    }

    private static double allocated(Runnable work, int runs) {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < runs; i++) {
            work.run();
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / (double) runs;
    }
}
