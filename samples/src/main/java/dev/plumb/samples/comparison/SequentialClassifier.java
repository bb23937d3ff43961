package dev.plumb.samples.comparison;

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

/** 784 numbers to one of 10 classes, as a straight line. */
@Sequential
public interface SequentialClassifier {
    @Input(784)
    Vec features();

    @Dense(units = 64, activation = RELU)
    Vec first();

    @Dense(units = 64, activation = RELU)
    Vec second();

    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Metrics(ACCURACY)
    @Dense(units = 10, activation = SOFTMAX)
    Vec predictions();
}
