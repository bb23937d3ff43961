package dev.plumb.samples.comparison;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SIGMOID;
import static dev.plumb.dsl.LossFunction.BINARY_CROSSENTROPY;
import static dev.plumb.dsl.Metric.ACCURACY;

import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Metrics;
import dev.plumb.dsl.Model;
import dev.plumb.dsl.Output;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Dense;

/** The network of {@link SequentialDecision}, wired by names. */
@Model
public interface FunctionalDecision {
    @Input(20)
    Vec features();

    @Dense(units = 64, activation = RELU)
    Vec first(Vec features);

    @Dense(units = 32, activation = RELU)
    Vec second(Vec first);

    @Output
    @Loss(BINARY_CROSSENTROPY)
    @Metrics(ACCURACY)
    @Dense(units = 1, activation = SIGMOID)
    Vec predictions(Vec second);
}
