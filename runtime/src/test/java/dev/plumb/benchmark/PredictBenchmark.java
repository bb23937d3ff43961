package dev.plumb.benchmark;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.SequentialBuilder;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.runtime.Network;
import java.util.Arrays;

/** Times predictions of one example, float[] to float[]: {@code PredictBenchmark [threads]}. Medians of rounds of 20,000. */
public final class PredictBenchmark {
    private PredictBenchmark() {}

    public static void main(String[] arguments) throws InterruptedException {
        int threads = arguments.length == 0 ? 1 : Integer.parseInt(arguments[0]);
        measure(threads, 20, 128, 64, 10);
        measure(threads, 784, 256, 128, 10);
    }

    private static void measure(int threads, int inputs, int... units) throws InterruptedException {
        LayerSpec[] layers = new LayerSpec[units.length];
        for (int i = 0; i < units.length; i++) {
            layers[i] = Layers.dense(units[i])
                    .activation(i == units.length - 1 ? ActivationFunction.SOFTMAX : ActivationFunction.RELU);
        }
        SequentialBuilder line = SequentialBuilder.named("Benchmark", inputs);
        for (LayerSpec layer : layers) {
            line.add(layer);
        }
        Graph graph = line.build();
        Network model = Network.create(graph, 1);
        Thread[] workers = new Thread[threads];
        for (int t = 0; t < threads; t++) {
            int id = t;
            workers[t] = new Thread(
                    () -> run(model, inputs, id + " of " + threads + ", " + inputs + "-" + Arrays.toString(units)));
            workers[t].start();
        }
        for (Thread worker : workers) {
            worker.join();
        }
    }

    private static void run(Network model, int inputs, String label) {
        float[] example = new float[inputs];
        Arrays.fill(example, 0.5f);
        double[] rounds = new double[9];
        int predictions = 20_000;
        float sum = 0;
        for (int round = 0; round < rounds.length; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < predictions; i++) {
                example[0] = i * 1e-6f;
                sum += model.predict(example)[0];
            }
            rounds[round] = (System.nanoTime() - start) / 1e3 / predictions;
        }
        Arrays.sort(rounds);
        System.out.printf(
                "thread %s: median %.2f us (%.2f to %.2f), sum %f%n", label, rounds[4], rounds[0], rounds[8], sum);
    }
}
