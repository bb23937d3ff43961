package dev.plumb.benchmark;

import dev.plumb.compile.Sizes;
import dev.plumb.compile.StepPlan;
import dev.plumb.compile.Threads;
import dev.plumb.compile.UpdatePlan;
import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.engine.plan.Kernel;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Shape;
import dev.plumb.train.Adagrad;
import dev.plumb.train.Adam;
import dev.plumb.train.Losses;
import dev.plumb.train.Optimizer;
import dev.plumb.train.OutputTraining;
import dev.plumb.train.SGD;
import dev.plumb.weights.WeightStore;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The processor time of one thread for a training step of Embedding 20,000 x 64, Conv1D 64, the greatest of each filter, Dense 10, batch 32 of 200 words: the
 * whole, and each kernel alone. Arguments: words in the table, 20,000 by default.
 */
public final class EmbeddingBenchmark {
    private static final int ROUNDS = 40;
    private static final int BATCH = 32;
    private static final int LENGTH = 200;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private EmbeddingBenchmark() {}

    public static void main(String[] arguments) {
        int words = arguments.length == 0 ? 20_000 : Integer.parseInt(arguments[0]);
        step(words, Adam.of());
        step(words, Adagrad.of());
        step(words, SGD.of());
    }

    private static Graph graph(int words) {
        GraphBuilder g = GraphBuilder.named("Text");
        Wire ids = g.input("words", Shape.of(LENGTH), DType.INT32);
        Wire embedded = g.apply("embedded", Layers.embedding(words, 64), ids);
        Wire convolved = g.apply("convolved", Layers.conv1D(64, 5).activation(ActivationFunction.RELU), embedded);
        Wire greatest = g.apply("greatest", Layers.globalMaxPooling1D(), convolved);
        Wire classes = g.apply("classes", Layers.dense(10).activation(ActivationFunction.SOFTMAX), greatest);
        return g.output(classes, Loss.Spec.of(LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY))
                .build();
    }

    private static void step(int words, Optimizer optimizer) {
        Graph graph = graph(words);
        WeightStore weights = WeightStore.initialized(graph, 1);
        Threads threads = new Threads();
        threads.choose(1);
        UpdatePlan update = new UpdatePlan(optimizer, weights, threads);
        OutputTraining training = new OutputTraining("classes", Losses.sparseCategoricalCrossentropy(), 1, List.of());
        StepPlan step = StepPlan.training(
                graph, List.of(training), weights, update.gradientArray(), new Sizes(BATCH, Map.of(), 1), false);
        Random random = new Random(1);
        int[] drawn = random.ints(64L * BATCH * LENGTH, 0, words).toArray();
        long[] iteration = {0};
        Runnable whole = () -> {
            int batch = (int) (iteration[0] % 64);
            step.inputs().inputInts(0).put(0, drawn, batch * BATCH * LENGTH, BATCH * LENGTH);
            step.run((int) iteration[0]);
            update.run(iteration[0]++, 1e-3);
        };
        System.out.printf("%s, %,d words: step %.0f us%n", optimizer.name(), words, least(whole, 10));
        for (Kernel kernel : step.plans().get(0).kernels()) {
            System.out.printf("  %8.1f us  %s%n", least(kernel, 10), kernel.label());
        }
        System.out.printf("  %8.1f us  update%n", least(() -> update.run(iteration[0]++, 1e-3), 10));
    }

    /** The least processor time of this thread, in microseconds a run. */
    private static double least(Runnable work, int runs) {
        double least = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long start = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < runs; i++) {
                work.run();
            }
            least = Math.min(least, (THREADS.getCurrentThreadCpuTime() - start) / 1e3 / runs);
        }
        return least;
    }
}
