package dev.plumb.train.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.fixtures.CallbackCase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Callbacks that are shown the values of epochs do what those of Keras do. */
final class CallbackParityTest {

    static List<CallbackCase> cases() {
        return CallbackCase.read();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void doesWhatThatOfKerasDoes(CallbackCase recorded) {
        Shown training = new Shown();
        Callback callback = callback(recorded);
        String key = (String) recorded.arguments().get("monitor");
        List<Double> rates = new ArrayList<>();
        callback.onTrainBegin(training);
        int epoch = 0;
        for (; epoch < recorded.values().size() && !training.stopped; epoch++) {
            training.weight = epoch;
            callback.onEpochEnd(
                    training, epoch, new HashMap<>(Map.of(key, recorded.values().get(epoch))));
            rates.add(training.rate);
        }
        callback.onTrainEnd(training, Map.of());
        if (recorded.kind().equals("EarlyStopping")) {
            assertEquals(recorded.stopped(), epoch - 1);
            assertEquals(recorded.weight(), training.weight);
        } else {
            for (int i = 0; i < rates.size(); i++) {
                assertEquals(recorded.rates().get(i), rates.get(i), 1e-6 * rates.get(i), "epoch " + i);
            }
        }
    }

    private static Callback callback(CallbackCase recorded) {
        Monitor monitor = Monitor.of((String) recorded.arguments().get("monitor"));
        if (recorded.kind().equals("EarlyStopping")) {
            EarlyStopping stopping = EarlyStopping.monitor(monitor)
                    .patience((int) recorded.number("patience", 0))
                    .minDelta(recorded.number("min_delta", 0))
                    .startFromEpoch((int) recorded.number("start_from_epoch", 0))
                    .restoreBestWeights(Boolean.TRUE.equals(recorded.arguments().get("restore_best_weights")));
            double baseline = recorded.number("baseline", Double.NaN);
            return Double.isNaN(baseline) ? stopping : stopping.baseline(baseline);
        }
        return ReduceLROnPlateau.monitor(monitor)
                .factor(recorded.number("factor", 0.1))
                .patience((int) recorded.number("patience", 10))
                .minDelta(recorded.number("min_delta", 1e-4))
                .cooldown((int) recorded.number("cooldown", 0))
                .minimum(recorded.number("min_lr", 0));
    }

    /** A training that is only shown. */
    private static final class Shown implements Training {
        private double rate = 0.1;
        private double weight;
        private boolean stopped;

        @Override
        public String model() {
            return "Shown";
        }

        @Override
        public int initialEpoch() {
            return 0;
        }

        @Override
        public int epochs() {
            return 20;
        }

        @Override
        public boolean validates() {
            return true;
        }

        @Override
        public OptionalInt steps() {
            return OptionalInt.empty();
        }

        @Override
        public long iterations() {
            return 0;
        }

        @Override
        public double learningRate() {
            return rate;
        }

        @Override
        public void learningRate(double next) {
            rate = next;
        }

        @Override
        public boolean followsSchedule() {
            return false;
        }

        @Override
        public void stop(String reason) {
            stopped = true;
        }

        @Override
        public double lossWeight(String loss) {
            return 1;
        }

        @Override
        public void lossWeight(String loss, double weight) {
            throw new UnsupportedOperationException("no callback of this test gives losses other weights");
        }

        @Override
        public Map<String, INDArray> weights() {
            return Map.of("w", Nd4j.scalar(weight));
        }

        @Override
        public void weights(Map<String, INDArray> values) {
            weight = values.get("w").getDouble();
        }

        @Override
        public void save(Path file) {
            throw new UnsupportedOperationException("nothing is saved here");
        }

        @Override
        public void say(String line) {}
    }
}
