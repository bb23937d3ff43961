package dev.plumb.samples.gallery;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.LossFunction.MEAN_SQUARED_ERROR;

import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Sequential;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Dense;

/** One layer, saved and loaded. */
@Sequential
public interface Saved {
    @Input(10)
    Vec x();

    @Loss(MEAN_SQUARED_ERROR)
    @Dense(units = 5, activation = RELU)
    Vec y();
}
