package dev.plumb.benchmark;

import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.Metric;
import dev.plumb.dsl.Padding;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.runtime.Fit;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.Trainer;
import dev.plumb.runtime.Verbosity;
import dev.plumb.train.Adam;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What other processes cost: trains the network of the sample {@code digits} first alone, then while as many processes as there are cores
 * keep these busy. {@code BusyBenchmark [threads]}; without a number the network decides. Environment variables such as
 * {@code OMP_NUM_THREADS} or {@code GOMP_SPINCOUNT} are taken over.
 */
public final class BusyBenchmark {
    private static final int BATCH = 32;
    private static final int STEPS = 45;
    private static final int FILTERS = 48;

    private BusyBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 1 && arguments[0].equals("spin")) {
            spin();
            return;
        }
        Network model = Network.create(graph(), 1);
        if (arguments.length == 1) {
            model.threads(Integer.parseInt(arguments[0]));
        }
        Trainer<List<INDArray>, List<INDArray>> trainer = model.trainer(Adam.of());
        Dataset<List<INDArray>, List<INDArray>> data = Dataset.of(
                Structure.list(List.of("image")),
                List.of(Nd4j.rand(new long[] {BATCH * STEPS, 8, 8, 1})),
                Structure.list(List.of("digit")),
                List.of(Nd4j.zeros(DataType.INT32, BATCH * STEPS)));
        double quiet = measure("alone", trainer, data);
        List<Process> others = new ArrayList<>();
        try {
            for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
                others.add(new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                BusyBenchmark.class.getName(),
                                "spin")
                        .inheritIO()
                        .start());
            }
            double busy = measure("beside " + others.size() + " busy processes", trainer, data);
            System.out.printf("ratio %.2f%n", busy / quiet);
        } finally {
            others.forEach(Process::destroyForcibly);
        }
    }

    private static double measure(
            String label,
            Trainer<List<INDArray>, List<INDArray>> trainer,
            Dataset<List<INDArray>, List<INDArray>> data) {
        double[] epochs = new double[9];
        for (int epoch = -2; epoch < epochs.length; epoch++) {
            long start = System.nanoTime();
            trainer.fit(data, Fit.epochs(1).batchSize(BATCH).verbose(Verbosity.SILENT));
            if (epoch >= 0) {
                epochs[epoch] = (System.nanoTime() - start) / 1e6 / STEPS;
            }
        }
        Arrays.sort(epochs);
        System.out.printf("%s: a step takes %.2f ms (%.2f to %.2f)%n", label, epochs[4], epochs[0], epochs[8]);
        return epochs[4];
    }

    /** Keeps a core busy until the process ends that began this one. */
    private static void spin() {
        ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
        double x = 1;
        while (x > 0 && parent.isAlive()) {
            for (int i = 0; i < 100_000_000; i++) {
                x = Math.sqrt(x + 1);
            }
        }
    }

    private static Graph graph() {
        GraphBuilder g = GraphBuilder.named("Digits");
        Wire shortcut = relu(g, "shortcut", filtered(g, "strokes", FILTERS, g.input("image", 8, 8, 1)));
        Wire curves = filtered(g, "curves", FILTERS, shortcut);
        Wire features = relu(g, "features", g.apply("merged", Layers.add(), curves, shortcut));
        Wire pooled = g.apply("pooled", Layers.maxPooling2D(), features);
        Wire parts = relu(g, "partFeatures", filtered(g, "parts", 2 * FILTERS, pooled));
        Wire flat = g.apply("flat", Layers.flatten(), parts);
        Wire dropped = g.apply("dropped", Layers.dropout(0.5), flat);
        Wire digit = g.apply("digit", Layers.dense(10).activation(ActivationFunction.SOFTMAX), dropped);
        return g.output(digit, LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY, Metric.ACCURACY)
                .build();
    }

    private static Wire filtered(GraphBuilder g, String name, int filters, Wire from) {
        Wire result =
                g.apply(name, Layers.conv2D(filters, 3).padding(Padding.SAME).useBias(false), from);
        return g.apply(name + "Normalized", Layers.batchNormalization(), result);
    }

    private static Wire relu(GraphBuilder g, String name, Wire from) {
        return g.apply(name, Layers.activation(ActivationFunction.RELU), from);
    }
}
