package dev.plumb.samples.comparison;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SIGMOID;
import static dev.plumb.dsl.LossFunction.BINARY_CROSSENTROPY;
import static dev.plumb.dsl.Metric.ACCURACY;

import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Metrics;
import dev.plumb.dsl.Sequential;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Dense;

/** 20 numbers to yes or no, as a straight line. */
@Sequential
public interface SequentialDecision {
    @Input(20)
    Vec features();

    @Dense(units = 64, activation = RELU)
    Vec first();

    @Dense(units = 32, activation = RELU)
    Vec second();

    @Loss(BINARY_CROSSENTROPY)
    @Metrics(ACCURACY)
    @Dense(units = 1, activation = SIGMOID)
    Vec predictions();
}
