package dev.plumb.data;

import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.runtime.Fit;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.Verbosity;
import dev.plumb.train.Adam;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A program that trains on made rows, shuffled and read ahead. It prints the bytes of the rows, those of the heap, and the losses of two epochs. */
final class LongStream {
    private static final int ROWS = 34_000;
    private static final int NUMBERS = 1024;

    private LongStream() {}

    public static void main(String[] arguments) {
        GraphBuilder graph = GraphBuilder.named("Sums");
        graph.output(graph.apply("sum", Layers.dense(1), graph.input("row", NUMBERS)), LossFunction.MEAN_SQUARED_ERROR);
        List<Double> losses = Network.create(graph.build(), 1)
                .trainer(Adam.of(2e-3))
                .fit(
                        rows().shuffle(500, 1).prefetch(2),
                        Fit.epochs(2).batchSize(100).verbose(Verbosity.SILENT))
                .get("loss");
        System.out.println((long) ROWS * NUMBERS * Float.BYTES + " "
                + Runtime.getRuntime().maxMemory() + " " + losses.get(0) + " " + losses.get(1));
    }

    /** Noise, and the mean of its first half less that of its second. */
    private static Dataset<List<INDArray>, List<INDArray>> rows() {
        return Dataset.stream(Structure.list(List.of("row")), Structure.list(List.of("sum")), () -> {
            SplittableRandom random = new SplittableRandom(1);
            return Stream.generate(() -> row(random)).limit(ROWS);
        });
    }

    private static Example row(SplittableRandom random) {
        float[] row = new float[NUMBERS];
        float sum = 0;
        for (int i = 0; i < NUMBERS; i++) {
            row[i] = (float) random.nextDouble() - 0.5f;
            sum += i < NUMBERS / 2 ? row[i] : -row[i];
        }
        return Example.of(Values.floats(row), Values.floats(sum / 10));
    }
}
