package dev.plumb.train.callback;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Stops training when a value gets no better, as Keras' {@code EarlyStopping}. Each setter gives another one.
 *
 * <p>Epochs are counted since the value was last better than the best by more than {@code minDelta}; training stops when there are {@code patience} of
 * them, so 0 and 1 both stop at the first. With a baseline, the count starts anew only where the value is better than the baseline, too.
 */
public final class EarlyStopping implements Callback {
    private final Monitor monitor;
    private final Options options;

    private Monitor.Direction direction = Monitor.Direction.MINIMIZE;
    private double best;
    private int bestEpoch;
    private int waited;
    private Map<String, INDArray> bestWeights = Map.of();

    private record Options(
            double minDelta, int patience, OptionalDouble baseline, boolean restoreBestWeights, int startFromEpoch) {}

    private EarlyStopping(Monitor monitor, Options options) {
        this.monitor = monitor;
        this.options = options;
    }

    /** By a value whose name tells which way is better, such as {@code val_loss}. */
    public static EarlyStopping monitor(String key) {
        return monitor(Monitor.of(key));
    }

    /** By a value. */
    public static EarlyStopping monitor(Monitor monitor) {
        return new EarlyStopping(
                Objects.requireNonNull(monitor, "the value to go by is null"),
                new Options(0, 0, OptionalDouble.empty(), false, 0));
    }

    /** How much better counts as better, from 0. */
    public EarlyStopping minDelta(double delta) {
        Requirements.require(delta >= 0, "minDelta", delta, "0 or more");
        return with(new Options(
                delta, options.patience, options.baseline, options.restoreBestWeights, options.startFromEpoch));
    }

    /** How many epochs without improvement are waited for. */
    public EarlyStopping patience(int epochs) {
        Requirements.require(epochs >= 0, "patience", epochs, "0 or more");
        return with(new Options(
                options.minDelta, epochs, options.baseline, options.restoreBestWeights, options.startFromEpoch));
    }

    /** What the value has to be better than. */
    public EarlyStopping baseline(double value) {
        return with(new Options(
                options.minDelta,
                options.patience,
                OptionalDouble.of(value),
                options.restoreBestWeights,
                options.startFromEpoch));
    }

    /** Whether the model has the weights of its best epoch when training ends, also if it was not stopped. Costs a copy of them. */
    public EarlyStopping restoreBestWeights(boolean restored) {
        return with(
                new Options(options.minDelta, options.patience, options.baseline, restored, options.startFromEpoch));
    }

    /** The first epoch, 0-based, that is looked at. */
    public EarlyStopping startFromEpoch(int epoch) {
        Requirements.require(epoch >= 0, "startFromEpoch", epoch, "0 or more");
        return with(
                new Options(options.minDelta, options.patience, options.baseline, options.restoreBestWeights, epoch));
    }

    private EarlyStopping with(Options changed) {
        return new EarlyStopping(monitor, changed);
    }

    @Override
    public void onTrainBegin(Training training) {
        direction = monitor.direction(training);
        best = direction.worst();
        bestEpoch = 0;
        waited = 0;
        bestWeights = Map.of();
    }

    @Override
    public void onEpochEnd(Training training, int epoch, Map<String, Double> logs) {
        OptionalDouble found = monitor.at(training, logs);
        if (found.isEmpty() || epoch < options.startFromEpoch) {
            return;
        }
        double value = found.getAsDouble();
        if (options.restoreBestWeights && bestWeights.isEmpty()) {
            bestWeights = training.weights();
            bestEpoch = epoch;
        }
        waited++;
        if (direction.isBetter(value, best, options.minDelta)) {
            best = value;
            bestEpoch = epoch;
            if (options.restoreBestWeights) {
                bestWeights = training.weights();
            }
            if (options.baseline.isEmpty()
                    || direction.isBetter(value, options.baseline.getAsDouble(), options.minDelta)) {
                waited = 0;
            }
            return;
        }
        if (waited >= options.patience && epoch > 0) {
            training.stop("early stopping: '" + monitor.key() + "' was best in epoch " + (bestEpoch + 1));
        }
    }

    @Override
    public void saveState(CallbackState state) {
        state.put("best", best)
                .put("bestEpoch", bestEpoch)
                .put("waited", waited)
                .put("bestWeights", bestWeights);
    }

    @Override
    public void restoreState(Training training, CallbackState state) {
        best = state.number("best");
        bestEpoch = state.count("bestEpoch");
        waited = state.count("waited");
        bestWeights = state.arrays("bestWeights");
        requireOfModel(training);
    }

    /** Before an hour of training, not after it. */
    private void requireOfModel(Training training) {
        Map<String, INDArray> own = bestWeights.isEmpty() ? Map.of() : training.weights();
        bestWeights.forEach((path, array) -> {
            INDArray weight = own.get(path);
            if (weight == null || !Arrays.equals(weight.shape(), array.shape())) {
                throw new IllegalStateException("the backup has '" + path + "' " + Arrays.toString(array.shape())
                        + " among the best weights of the callback EarlyStopping, and the model has "
                        + (weight == null ? "no such weight" : Arrays.toString(weight.shape())));
            }
        });
    }

    @Override
    public void onTrainEnd(Training training, Map<String, Double> logs) {
        if (options.restoreBestWeights && !bestWeights.isEmpty()) {
            training.say("Restoring the weights of the best epoch, " + (bestEpoch + 1));
            training.weights(bestWeights);
            bestWeights = Map.of();
        }
    }

    /** The 0-based epoch whose value was the best of the last training. */
    public int bestEpoch() {
        return bestEpoch;
    }
}
