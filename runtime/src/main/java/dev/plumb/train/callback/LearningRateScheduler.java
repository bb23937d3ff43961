package dev.plumb.train.callback;

import java.util.Map;
import java.util.Objects;

/**
 * Sets the learning rate before each epoch, as Keras' {@code LearningRateScheduler}; adds {@code learning_rate} to the logs. For rates that change from step
 * to step, give the optimizer a schedule.
 */
public final class LearningRateScheduler implements Callback {
    private final Rule rule;

    /** The learning rate of an epoch. */
    @FunctionalInterface
    public interface Rule {
        /**
         * The rate.
         *
         * @param epoch 0-based
         * @param rate that of the step before
         */
        double rate(int epoch, double rate);
    }

    /** By a rule. */
    public LearningRateScheduler(Rule rule) {
        this.rule = Objects.requireNonNull(rule, "the rule is null");
    }

    @Override
    public void onEpochBegin(Training training, int epoch) {
        training.learningRate(rule.rate(epoch, training.learningRate()));
    }

    @Override
    public void onEpochEnd(Training training, int epoch, Map<String, Double> logs) {
        logs.put("learning_rate", training.learningRate());
    }
}
