package dev.plumb.benchmarks.plumb;

import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;

import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Seq;
import dev.plumb.dsl.Sequential;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.LSTM;

/** The last step of an LSTM. */
@Sequential
interface Lstm {
    @Input({100, 50})
    Seq steps();

    @LSTM(units = 64)
    Vec lstm();

    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Dense(units = 10, activation = SOFTMAX)
    Vec classes();
}
