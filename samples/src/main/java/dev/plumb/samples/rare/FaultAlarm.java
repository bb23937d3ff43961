package dev.plumb.samples.rare;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SIGMOID;
import static dev.plumb.dsl.LossFunction.BINARY_CROSSENTROPY;
import static dev.plumb.dsl.Metric.AUC;
import static dev.plumb.dsl.Metric.PRECISION;
import static dev.plumb.dsl.Metric.RECALL;

import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Metrics;
import dev.plumb.dsl.Output;
import dev.plumb.dsl.Sequential;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Dense;

/** The readings of sensors to the probability of a fault. */
@Sequential
public interface FaultAlarm {
    int SENSORS = 8;

    @Input(SENSORS)
    Vec readings();

    @Dense(units = 16, activation = RELU)
    Vec hidden();

    /** Accuracy would say nothing here: who never raises an alarm is right 98 times of a hundred. */
    @Output
    @Loss(BINARY_CROSSENTROPY)
    @Metrics({PRECISION, RECALL, AUC})
    @Dense(units = 1, activation = SIGMOID)
    Vec fault();
}
