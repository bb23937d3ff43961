package dev.plumb.benchmark;

import dev.plumb.data.ArrayDataset;
import dev.plumb.data.Dataset;
import dev.plumb.data.Example;
import dev.plumb.data.Structure;
import dev.plumb.data.Values;
import dev.plumb.runtime.Fit;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.Trainer;
import dev.plumb.runtime.Verbosity;
import dev.plumb.train.Adam;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Times a step of {@code fit} of 784-256-128-10 whose examples are arrays in memory, made as they are read, and made by a thread that reads ahead: what
 * waiting for data costs. The argument is how many numbers are drawn at random for each of an example, 4 by default: how slow the source is.
 */
public final class ReadingBenchmark {
    private static final int EXAMPLES = 6_400;
    private static final int BATCH = 64;
    private static final int ROUNDS = 7;

    private ReadingBenchmark() {}

    public static void main(String[] arguments) {
        int work = arguments.length == 0 ? 4 : Integer.parseInt(arguments[0]);
        Dataset<List<INDArray>, List<INDArray>> made = Dataset.generate(
                Structure.list(List.of("image")),
                Structure.list(List.of("digits")),
                EXAMPLES,
                () -> IntStream.range(0, EXAMPLES)
                        .mapToObj(i -> example(i, work))
                        .iterator());
        ArrayDataset<List<INDArray>, List<INDArray>> memory = made.inMemory();
        System.out.printf("in memory    %7.0f us a step%n", step(memory));
        System.out.printf("as read      %7.0f us a step%n", step(made));
        System.out.printf("read ahead   %7.0f us a step%n", step(made.prefetch(2)));
        System.out.printf("reading only %7.0f us a step%n", reading(made));
    }

    private static Example example(int index, int work) {
        SplittableRandom random = new SplittableRandom(index);
        float[] pixels = new float[784];
        for (int i = 0; i < pixels.length; i++) {
            for (int j = 0; j < work; j++) {
                pixels[i] = (float) random.nextDouble();
            }
        }
        return Example.of(Values.floats(pixels), Values.label(index % 10));
    }

    private static double step(Dataset<List<INDArray>, List<INDArray>> data) {
        Trainer<List<INDArray>, List<INDArray>> trainer =
                Network.create(TrainStepBenchmark.graph(), 1).trainer(Adam.of());
        Fit fit = Fit.epochs(1).batchSize(BATCH).shuffle(false).verbose(Verbosity.SILENT);
        return median(() -> trainer.fit(data, fit));
    }

    private static double reading(Dataset<List<INDArray>, List<INDArray>> data) {
        return median(data::inMemory);
    }

    private static double median(Runnable epoch) {
        double[] rounds = new double[ROUNDS];
        epoch.run();
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            epoch.run();
            rounds[i] = (System.nanoTime() - start) / 1e3 / ((double) EXAMPLES / BATCH);
        }
        Arrays.sort(rounds);
        return rounds[ROUNDS / 2];
    }
}
