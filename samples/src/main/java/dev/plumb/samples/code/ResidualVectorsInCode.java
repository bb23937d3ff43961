package dev.plumb.samples.code;

import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;
import static dev.plumb.dsl.Metric.ACCURACY;

import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Metrics;
import dev.plumb.dsl.Sequential;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Dense;

/** Twenty features in ten classes, by residual blocks in code. */
@Sequential
public interface ResidualVectorsInCode {
    @Input(20)
    Vec features();

    @ResidualBlock(units = 64)
    Vec wide();

    @ResidualBlock(units = 32)
    Vec narrow();

    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Metrics(ACCURACY)
    @Dense(units = 10, activation = SOFTMAX)
    Vec classes();
}
