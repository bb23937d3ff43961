package dev.plumb.samples.search;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;
import static dev.plumb.dsl.Metric.ACCURACY;

import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Metrics;
import dev.plumb.dsl.Sequential;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.Dropout;

/** Handwritten digits; how wide its layers are and how much is dropped is searched for. */
@Sequential
public interface SearchedDigits {
    @Input(64)
    Vec pixels();

    @Dense(units = 64, activation = RELU)
    Vec wide();

    @Dropout(0.2)
    Vec dropped();

    @Dense(units = 32, activation = RELU)
    Vec narrow();

    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Metrics(ACCURACY)
    @Dense(units = 10, activation = SOFTMAX)
    Vec classes();
}
