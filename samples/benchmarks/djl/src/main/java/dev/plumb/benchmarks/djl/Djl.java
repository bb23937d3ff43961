package dev.plumb.benchmarks.djl;

import ai.djl.engine.Engine;
import ai.djl.ndarray.types.Shape;
import dev.plumb.benchmarks.Workload;
import dev.plumb.benchmarks.measure.Measuring;
import dev.plumb.benchmarks.measure.Work;
import java.util.Optional;
import java.util.Random;

/** Measures Deep Java Library. */
public final class Djl implements dev.plumb.benchmarks.measure.Engine {
    private Djl() {}

    public static void main(String[] arguments) {
        Measuring.main(arguments, new Djl());
    }

    @Override
    public String version() {
        Engine engine = Engine.getEngine("PyTorch");
        return Engine.getDjlVersion() + ", PyTorch " + engine.getVersion();
    }

    @Override
    public Optional<Work> work(Workload workload) {
        int rows = workload.rows();
        return switch (workload) {
            case W1_SMALL, W1_SMALL_TWO -> Optional.of(Predicting.of(DjlBlocks.dense(0, 128, 64, 10), 20, rows));
            case W1_MLP, W1_MLP_TWO, W6_START, W10_HALF ->
                Optional.of(Predicting.of(DjlBlocks.dense(0, 256, 128, 10), 784, rows));
            case W2_MLP_32, W2_MLP_128 ->
                Optional.of(Training.of(
                        DjlBlocks.dense(0.3f, 256, 128, 10), manager -> manager.randomNormal(new Shape(rows, 784))));
            case W3_CNN ->
                Optional.of(Training.of(DjlBlocks.cnn(), manager -> manager.randomNormal(new Shape(rows, 1, 28, 28))));
            case W4_LSTM ->
                Optional.of(Training.of(DjlBlocks.lstm(), manager -> manager.randomNormal(new Shape(rows, 100, 50))));
            case W4_GRU_BOTH ->
                Optional.of(
                        Training.of(DjlBlocks.bothWays(), manager -> manager.randomNormal(new Shape(rows, 100, 50))));
            case W5_ENCODER_64 ->
                Optional.of(
                        Training.of(DjlBlocks.encoder(), manager -> manager.randomNormal(new Shape(rows, 64, 128))));
            case W5_ENCODER_512 ->
                Optional.of(
                        Training.of(DjlBlocks.encoder(), manager -> manager.randomNormal(new Shape(rows, 512, 128))));
            case W8_TEXT ->
                Optional.of(Training.of(
                        DjlBlocks.text(), manager -> manager.create(words(rows)).reshape(rows, 200)));
            default -> Optional.empty();
        };
    }

    private static long[] words(int rows) {
        return new Random(5).longs(rows * 200L, 0, 20_000).toArray();
    }
}
