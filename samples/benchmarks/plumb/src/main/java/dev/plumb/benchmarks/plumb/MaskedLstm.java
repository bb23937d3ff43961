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
import dev.plumb.dsl.layer.Masking;

/** The last step that counts of an LSTM: steps of zeros do not. */
@Sequential
interface MaskedLstm {
    @Input({100, 50})
    Seq steps();

    @Masking
    Seq masked();

    @LSTM(units = 64)
    Vec lstm();

    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Dense(units = 10, activation = SOFTMAX)
    Vec classes();
}
