package dev.plumb.samples.gallery;

import static dev.plumb.dsl.LossFunction.MEAN_SQUARED_ERROR;

import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Seq;
import dev.plumb.dsl.Sequential;
import dev.plumb.dsl.layer.Dense;

/** A dense layer works on the last axis. */
@Sequential
public interface MatrixDense {
    @Input({2, 3})
    Seq x();

    @Loss(MEAN_SQUARED_ERROR)
    @Dense(units = 2)
    Seq y();
}
