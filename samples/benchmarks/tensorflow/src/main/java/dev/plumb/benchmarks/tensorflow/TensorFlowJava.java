package dev.plumb.benchmarks.tensorflow;

import dev.plumb.benchmarks.Workload;
import dev.plumb.benchmarks.measure.Engine;
import dev.plumb.benchmarks.measure.Jars;
import dev.plumb.benchmarks.measure.Measuring;
import dev.plumb.benchmarks.measure.Work;
import java.util.Optional;
import org.tensorflow.TensorFlow;

/** Measures TensorFlow for Java: graphs, with recurrent layers unrolled, for it has no others. */
public final class TensorFlowJava implements Engine {
    private TensorFlowJava() {}

    public static void main(String[] arguments) {
        Measuring.main(arguments, new TensorFlowJava());
    }

    @Override
    public String version() {
        return Jars.of(TensorFlow.class) + ", TensorFlow " + TensorFlow.version();
    }

    @Override
    public Optional<Work> work(Workload workload) {
        int rows = workload.rows();
        return switch (workload) {
            case W1_SMALL, W1_SMALL_TWO -> Optional.of(Predicting.of(rows, 20, 128, 64, 10));
            case W1_MLP, W1_MLP_TWO, W6_START, W10_HALF -> Optional.of(Predicting.of(rows, 784, 256, 128, 10));
            case W2_MLP_32, W2_MLP_128 ->
                Optional.of(Training.of((nets, x) -> nets.dense(x, 0.3f, 784, 256, 128, 10), rows, 784));
            case W3_CNN -> Optional.of(Training.of(Networks::cnn, rows, 28, 28, 1));
            case W4_LSTM -> Optional.of(Training.of((nets, x) -> nets.lstm(x, rows, 100, 50, 64), rows, 100, 50));
            case W4_GRU_BOTH ->
                Optional.of(Training.of((nets, x) -> nets.bothWays(x, rows, 100, 50, 64), rows, 100, 50));
            case W5_ENCODER_64 -> Optional.of(Training.of((nets, x) -> nets.encoder(x, rows, 64), rows, 64, 128));
            case W5_ENCODER_512 -> Optional.of(Training.of((nets, x) -> nets.encoder(x, rows, 512), rows, 512, 128));
            case W8_TEXT -> Optional.of(Training.ofWords(Networks::text, rows, 200));
            default -> Optional.empty();
        };
    }
}
