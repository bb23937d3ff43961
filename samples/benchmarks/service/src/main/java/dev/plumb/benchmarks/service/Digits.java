package dev.plumb.benchmarks.service;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;

import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Sequential;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Dense;

/** Two hidden layers. */
@Sequential
interface Digits {
    @Input(784)
    Vec image();

    @Dense(units = 256, activation = RELU)
    Vec dense1();

    @Dense(units = 128, activation = RELU)
    Vec dense2();

    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Dense(units = 10, activation = SOFTMAX)
    Vec classes();
}
