package dev.plumb.benchmark;

import dev.plumb.compile.Sizes;
import dev.plumb.compile.StepPlan;
import dev.plumb.compile.Threads;
import dev.plumb.compile.UpdatePlan;
import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.runtime.Network;
import dev.plumb.train.Adam;
import dev.plumb.train.Losses;
import dev.plumb.train.OutputTraining;
import dev.plumb.weights.WeightStore;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;

/**
 * How long it takes to build a transformer of 24 encoder blocks (64 steps of 128 features, 8 heads, 512 in the middle) and to prepare its first prediction and its first step of training, in a new process.
 * Another number of blocks may be given.
 */
public final class PlanningBenchmark {
    private static final int TIME = 64;
    private static final int FEATURES = 128;

    private PlanningBenchmark() {}

    public static void main(String[] arguments) {
        int blocks = arguments.length == 0 ? 24 : Integer.parseInt(arguments[0]);
        Clock clock = new Clock();
        Graph graph = encoder(blocks);
        clock.report("graph of " + blocks + " blocks");
        Network network = Network.create(graph, 1);
        clock.report("weights");
        network.predict(new float[TIME * FEATURES]);
        clock.report("first prediction");
        WeightStore weights = WeightStore.initialized(graph, 1);
        clock.report("weights");
        UpdatePlan update = new UpdatePlan(Adam.of(), weights, new Threads());
        OutputTraining training = new OutputTraining("classes", Losses.sparseCategoricalCrossentropy(), 1, List.of());
        StepPlan step =
                StepPlan.training(graph, List.of(training), weights, update.gradients(), new Sizes(8, Map.of(), 0));
        clock.report("plan of a training step of 8, with "
                + step.plans().get(0).kernels().size() + " kernels");
        step.run(1);
        clock.report("first gradients");
        update.run(0, 1e-3);
        clock.report("first update, with its plan");
        step.run(2);
        update.run(1, 1e-3);
        clock.report("second training step");
    }

    /** Time that passed, and processor time of all threads, since the last report. */
    private static final class Clock {
        private final com.sun.management.OperatingSystemMXBean process =
                (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        private long passed = System.nanoTime();
        private long used = process.getProcessCpuTime();

        void report(String what) {
            long now = System.nanoTime();
            long usedNow = process.getProcessCpuTime();
            System.out.printf(
                    "%8.0f ms, %8.0f ms of processors: %s%n", (now - passed) / 1e6, (usedNow - used) / 1e6, what);
            passed = System.nanoTime();
            used = process.getProcessCpuTime();
        }
    }

    private static Graph encoder(int blocks) {
        GraphBuilder g = GraphBuilder.named("Encoder");
        Wire x = g.input("x", TIME, FEATURES);
        for (int i = 0; i < blocks; i++) {
            Wire attended = g.apply("attention" + i, Layers.multiHeadAttention(8, 16), x, x);
            Wire first =
                    g.apply("norm_a" + i, Layers.layerNormalization(), g.apply("add_a" + i, Layers.add(), x, attended));
            Wire wide = g.apply("wide" + i, Layers.dense(512).activation(ActivationFunction.RELU), first);
            Wire all = g.apply("add_b" + i, Layers.add(), first, g.apply("narrow" + i, Layers.dense(FEATURES), wide));
            x = g.apply("norm_b" + i, Layers.layerNormalization(), all);
        }
        Wire pooled = g.apply("pooled", Layers.globalAveragePooling1D(), x);
        Wire classes = g.apply("classes", Layers.dense(10).activation(ActivationFunction.SOFTMAX), pooled);
        return g.output(classes, Loss.Spec.of(LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY))
                .build();
    }
}
