package dev.plumb.samples.deployment;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.runtime.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** So many predictions of one example that oneDNN takes over from Java. The arguments are how many there are, and how many threads make them at the same time. */
public final class ManyPredictions {
    private static final int PIXELS = 784;

    private ManyPredictions() {}

    /** Prints how many of them have the bits of the first one, with one more at the end. */
    public static void main(String... arguments) throws Exception {
        int count = Integer.parseInt(arguments[0]);
        int threads = Integer.parseInt(arguments[1]);
        Network network = network();
        float[] image = new float[PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            image[i] = (float) Math.sin(i);
        }
        float[] first = network.predict(image);
        System.out.println("predicted once");
        ExecutorService callers = Executors.newFixedThreadPool(threads);
        List<Future<Integer>> same = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            same.add(callers.submit(() -> {
                int found = 0;
                for (int i = 0; i < count / threads; i++) {
                    found += Arrays.equals(first, network.predict(image)) ? 1 : 0;
                }
                return found;
            }));
        }
        int all = 0;
        for (Future<Integer> found : same) {
            all += found.get();
        }
        callers.shutdown();
        awaitSuccessor();
        System.out.println("the same " + (all + (Arrays.equals(first, network.predict(image)) ? 1 : 0)));
    }

    /** What takes over is prepared by a thread of its own. */
    private static void awaitSuccessor() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("plumb-successor")) {
                thread.join();
            }
        }
    }

    private static Network network() {
        GraphBuilder g = GraphBuilder.named("Digits");
        Wire first = g.apply("first", Layers.dense(256).activation(RELU), g.input("image", PIXELS));
        Wire second = g.apply("second", Layers.dense(128).activation(RELU), first);
        g.output(g.apply("classes", Layers.dense(10).activation(SOFTMAX), second));
        return Network.create(g.build(), 1);
    }
}
