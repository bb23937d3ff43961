package dev.plumb.benchmark;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.SequentialBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Shape;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.Trainer;
import dev.plumb.train.Adam;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One process that meets many sizes: {@code MemorySoak batches|lengths|burst COUNT}. The last line is the most memory that the process ever
 * held, in megabytes. To be run with a small heap ({@code -Xmx64m}).
 */
public final class MemorySoak {
    private static final int CLASSES = 4;

    private MemorySoak() {}

    public static void main(String[] arguments) throws InterruptedException {
        int count = Integer.parseInt(arguments[1]);
        switch (arguments[0]) {
            case "batches" -> batches(count);
            case "lengths" -> lengths(count);
            case "burst" -> burst(count);
            default -> throw new IllegalArgumentException("unknown kind " + arguments[0]);
        }
        System.out.println(status("VmHWM:"));
    }

    /** A small network that trains on, scores and predicts each number of examples. */
    private static void batches(int count) {
        GraphBuilder g = GraphBuilder.named("Images");
        Wire image = g.input("image", 12, 12, 1);
        Wire filtered = g.apply("filtered", Layers.conv2D(8, 3).activation(ActivationFunction.RELU), image);
        Wire pooled = g.apply("pooled", Layers.maxPooling2D(), filtered);
        Wire flat = g.apply("flat", Layers.flatten(), pooled);
        g.output(classes(g, flat), LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY);
        Network model = Network.create(g.build(), 1);
        Trainer<List<INDArray>, List<INDArray>> trainer = model.trainer(Adam.of());
        for (int batch = 1; batch <= count; batch++) {
            List<INDArray> images = List.of(Nd4j.ones(DataType.FLOAT, batch, 12, 12, 1));
            List<INDArray> labels = List.of(Nd4j.zeros(DataType.INT32, batch));
            trainer.trainOnBatch(images, labels);
            trainer.testOnBatch(images, labels);
            model.predict(images);
            report(batch);
        }
    }

    /** A small network that trains on and predicts sequences of each length. */
    private static void lengths(int count) {
        GraphBuilder g = GraphBuilder.named("Sequences");
        Wire steps = g.input("steps", Shape.parse("time", "4"), DType.FLOAT32);
        Wire read = g.apply("read", Layers.lstm(8), steps);
        g.output(classes(g, read), LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY);
        Network model = Network.create(g.build(), 1);
        Trainer<List<INDArray>, List<INDArray>> trainer = model.trainer(Adam.of());
        for (int time = 1; time <= count; time++) {
            List<INDArray> sequences = List.of(Nd4j.ones(DataType.FLOAT, 4, time, 4));
            model.predict(sequences);
            if (time <= count / 4) {
                trainer.trainOnBatch(sequences, List.of(Nd4j.zeros(DataType.INT32, 4)));
            }
            report(time);
        }
    }

    /** So many threads that begin to predict at the same moment. */
    private static void burst(int count) throws InterruptedException {
        Graph graph = SequentialBuilder.named("Wide", 2048)
                .add(Layers.dense(2048).activation(ActivationFunction.RELU))
                .add(Layers.dense(CLASSES))
                .build();
        Network model = Network.create(graph, 1);
        INDArray examples = Nd4j.ones(DataType.FLOAT, 128, 2048);
        List<Thread> threads = IntStream.range(0, count)
                .mapToObj(index -> new Thread(() -> model.predict(List.of(examples))))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static Wire classes(GraphBuilder g, Wire features) {
        return g.apply("classes", Layers.dense(CLASSES).activation(ActivationFunction.SOFTMAX), features);
    }

    private static void report(int size) {
        if (size % 50 == 0) {
            System.out.println(size + ": " + status("VmRSS:") + " MB");
        }
    }

    /** A number of megabytes that Linux knows about this process. */
    private static long status(String key) {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith(key))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
