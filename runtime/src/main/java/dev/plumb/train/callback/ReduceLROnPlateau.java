package dev.plumb.train.callback;

import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Lowers the learning rate when a value gets no better, as Keras' {@code ReduceLROnPlateau}; adds {@code learning_rate} to the logs. Each setter gives
 * another one. The optimizer must have a rate that stays the same, no schedule.
 */
public final class ReduceLROnPlateau implements Callback {
    private final Monitor monitor;
    private final double factor;
    private final int patience;
    private final double minDelta;
    private final int cooldown;
    private final double minimum;

    private Monitor.Direction direction = Monitor.Direction.MINIMIZE;
    private double best;
    private int waited;
    private int cooling;

    private ReduceLROnPlateau(
            Monitor monitor, double factor, int patience, double minDelta, int cooldown, double minimum) {
        this.monitor = monitor;
        this.factor = factor;
        this.patience = patience;
        this.minDelta = minDelta;
        this.cooldown = cooldown;
        this.minimum = minimum;
    }

    /** By a value whose name tells which way is better, with Keras' defaults: a tenth after 10 epochs. */
    public static ReduceLROnPlateau monitor(String key) {
        return monitor(Monitor.of(key));
    }

    /** By a value, with Keras' defaults: a tenth after 10 epochs. */
    public static ReduceLROnPlateau monitor(Monitor monitor) {
        return new ReduceLROnPlateau(
                Objects.requireNonNull(monitor, "the value to go by is null"), 0.1, 10, 1e-4, 0, 0);
    }

    /** What the learning rate is multiplied by: above 0 and below 1. */
    public ReduceLROnPlateau factor(double value) {
        Requirements.require(value > 0 && value < 1, "factor", value, "above 0 and below 1");
        return new ReduceLROnPlateau(monitor, value, patience, minDelta, cooldown, minimum);
    }

    /** How many epochs without improvement are waited for. */
    public ReduceLROnPlateau patience(int epochs) {
        Requirements.require(epochs >= 0, "patience", epochs, "0 or more");
        return new ReduceLROnPlateau(monitor, factor, epochs, minDelta, cooldown, minimum);
    }

    /** How much better counts as better, from 0. */
    public ReduceLROnPlateau minDelta(double delta) {
        Requirements.require(delta >= 0, "minDelta", delta, "0 or more");
        return new ReduceLROnPlateau(monitor, factor, patience, delta, cooldown, minimum);
    }

    /** How many epochs after a reduction are not counted. */
    public ReduceLROnPlateau cooldown(int epochs) {
        Requirements.require(epochs >= 0, "cooldown", epochs, "0 or more");
        return new ReduceLROnPlateau(monitor, factor, patience, minDelta, epochs, minimum);
    }

    /** The lowest rate, from 0. */
    public ReduceLROnPlateau minimum(double rate) {
        Requirements.require(rate >= 0, "minimum", rate, "0 or more");
        return new ReduceLROnPlateau(monitor, factor, patience, minDelta, cooldown, rate);
    }

    @Override
    public void onTrainBegin(Training training) {
        if (training.followsSchedule()) {
            throw new IllegalStateException(
                    "ReduceLROnPlateau lowers a learning rate that stays the same, and that of model '"
                            + training.model()
                            + "' follows a schedule: give the optimizer a number, such as Adam.of(1e-3), or leave"
                            + " the callback out");
        }
        direction = monitor.direction(training);
        best = direction.worst();
        waited = 0;
        cooling = 0;
    }

    @Override
    public void onEpochEnd(Training training, int epoch, Map<String, Double> logs) {
        logs.put("learning_rate", training.learningRate());
        OptionalDouble found = monitor.at(training, logs);
        if (found.isEmpty()) {
            return;
        }
        if (cooling > 0) {
            cooling--;
            waited = 0;
        }
        if (direction.isBetter(found.getAsDouble(), best, minDelta)) {
            best = found.getAsDouble();
            waited = 0;
        } else if (cooling == 0) {
            waited++;
            double rate = training.learningRate();
            if (waited >= patience && rate > (float) minimum) {
                double lower = Math.max(rate * factor, minimum);
                training.learningRate(lower);
                training.say("Epoch " + (epoch + 1) + ": the learning rate is reduced to " + (float) lower);
                cooling = cooldown;
                waited = 0;
            }
        }
    }

    @Override
    public void saveState(CallbackState state) {
        state.put("best", best).put("waited", waited).put("cooling", cooling);
    }

    @Override
    public void restoreState(Training training, CallbackState state) {
        best = state.number("best");
        waited = state.count("waited");
        cooling = state.count("cooling");
    }
}
