package dev.plumb.train;

import dev.plumb.graph.problem.Percentage;
import dev.plumb.train.schedule.LearningRateSchedule;
import java.util.LinkedHashMap;
import java.util.Map;

/** The numbers that define an optimizer: by their names in Keras, and the checks of them. */
final class Hyperparameters {
    private final Map<String, Double> named = new LinkedHashMap<>();

    private Hyperparameters() {}

    /** Those of an optimizer, of which the learning rate is that of the first step. */
    static Hyperparameters of(LearningRateSchedule learningRate) {
        return new Hyperparameters().and("learning_rate", learningRate.at(0));
    }

    /** These and one more. */
    Hyperparameters and(String name, double value) {
        named.put(name, value);
        return this;
    }

    /** All of them in the order in which they were given. */
    Map<String, Double> named() {
        return named;
    }

    /** A learning rate that stays the same. */
    static LearningRateSchedule rate(String optimizer, double value) {
        positive(optimizer, "learningRate", value);
        return LearningRateSchedule.constant(value);
    }

    static void positive(String optimizer, String name, double value) {
        // What the update reads are float32 numbers.
        require(
                (float) value > 0 && Float.isFinite((float) value),
                optimizer,
                name,
                value,
                "a float32 number above 0, from " + Float.MIN_VALUE + " to " + Float.MAX_VALUE);
    }

    static void negative(String optimizer, String name, double value) {
        require(value < 0 && Double.isFinite(value), optimizer, name, value, "a number below 0");
    }

    static void notNegative(String optimizer, String name, double value) {
        require(value >= 0 && Double.isFinite(value), optimizer, name, value, "a number from 0");
    }

    static void fraction(String optimizer, String name, double value) {
        require(value >= 0 && value <= 1, optimizer, name, value, "from 0 to 1" + Percentage.hint(value));
    }

    /** Less than 1: with 1 nothing new is taken in, and the correction of the bias divides by 0. */
    static void decay(String optimizer, String name, double value) {
        require(
                value >= 0 && (float) value < 1,
                optimizer,
                name,
                value,
                "from 0 to less than 1" + Percentage.hint(value));
    }

    static void atLeast(String optimizer, String name, int value, int least) {
        require(value >= least, optimizer, name, value, "a whole number from " + least);
    }

    private static void require(boolean holds, String optimizer, String name, double value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(optimizer + " has " + name + " = " + value + ": must be " + expected);
        }
    }
}
