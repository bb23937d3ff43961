package dev.plumb.benchmarks.deeplearning4j;

import dev.plumb.benchmarks.Workload;
import dev.plumb.benchmarks.measure.Engine;
import dev.plumb.benchmarks.measure.Jars;
import dev.plumb.benchmarks.measure.Measuring;
import dev.plumb.benchmarks.measure.Work;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Measures Deeplearning4j, whose networks answer one caller after the other. It has neither GRU nor layer normalization. */
public final class Deeplearning4j implements Engine {
    private Deeplearning4j() {}

    public static void main(String[] arguments) {
        Measuring.main(arguments, new Deeplearning4j());
    }

    @Override
    public String version() {
        String natives = System.getProperty("org.bytedeco.javacpp.platform.extension", "default");
        return Jars.of(MultiLayerNetwork.class) + ", natives " + natives;
    }

    @Override
    public Optional<Work> work(Workload workload) {
        int rows = workload.rows();
        return switch (workload) {
            case W1_SMALL, W1_SMALL_TWO -> predicting(Networks.dense(1, 20, 128, 64), 20, rows);
            case W1_MLP, W1_MLP_TWO, W6_START, W10_HALF -> predicting(Networks.dense(1, 784, 256, 128), 784, rows);
            case W2_MLP_32, W2_MLP_128 ->
                training(Networks.dense(0.7, 784, 256, 128), Nd4j.randn(DataType.FLOAT, rows, 784), classes(rows));
            case W3_CNN -> training(Networks.cnn(), Nd4j.randn(DataType.FLOAT, rows, 1, 28, 28), classes(rows));
            case W4_LSTM -> training(Networks.lstm(), Nd4j.randn(DataType.FLOAT, rows, 50, 100), classes(rows));
            case W4_LSTM_MASKED -> masked(rows, 100);
            case W8_TEXT -> training(Networks.text(), words(rows), classes(rows));
            default -> Optional.empty();
        };
    }

    private static Optional<Work> predicting(MultiLayerNetwork network, int features, int most) {
        return Optional.of(() -> {
            float[] values = new float[most * features];
            return rows -> {
                float[] given = rows == most ? values : Arrays.copyOf(values, rows * features);
                INDArray input = Nd4j.create(given, new long[] {rows, features}, 'c');
                network.output(input).data().asFloat();
            };
        });
    }

    private static Optional<Work> training(MultiLayerNetwork network, INDArray x, INDArray y) {
        return Optional.of(Work.of(rows -> network.fit(x, y)));
    }

    private static Optional<Work> masked(int rows, int steps) {
        MultiLayerNetwork network = Networks.lstm();
        INDArray x = Nd4j.randn(DataType.FLOAT, rows, 50, steps);
        INDArray y = classes(rows);
        Random random = new Random(4);
        float[][] counting = new float[rows][steps];
        for (float[] sequence : counting) {
            int length = steps / 4 + random.nextInt(steps - steps / 4 + 1);
            Arrays.fill(sequence, 0, length, 1);
        }
        INDArray mask = Nd4j.createFromArray(counting);
        return Optional.of(Work.of(ignored -> {
            network.fit(x, y, mask, null);
            network.clearLayerMaskArrays();
        }));
    }

    /** One-hot, as it asks for. */
    private static INDArray classes(int rows) {
        Random random = new Random(3);
        float[][] classes = new float[rows][Networks.CLASSES];
        for (float[] row : classes) {
            row[random.nextInt(Networks.CLASSES)] = 1;
        }
        return Nd4j.createFromArray(classes);
    }

    private static INDArray words(int rows) {
        int[] words = new Random(5).ints(rows * 200L, 0, 20_000).toArray();
        return Nd4j.createFromArray(words).reshape(rows, 200);
    }
}
