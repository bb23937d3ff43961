package dev.plumb.benchmarks.plumb;

import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;

import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Seq;
import dev.plumb.dsl.Sequential;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Bidirectional;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.GRU;

/** The last steps of two GRUs, of which one reads backwards. */
@Sequential
interface BothWays {
    @Input({100, 50})
    Seq steps();

    @Bidirectional
    @GRU(units = 64)
    Vec both();

    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Dense(units = 10, activation = SOFTMAX)
    Vec classes();
}
