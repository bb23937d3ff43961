package dev.plumb.samples.gallery;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.LossFunction.MEAN_SQUARED_ERROR;

import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Sequential;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Dense;

/** Three layers in a row. */
@Sequential
@SuppressWarnings("plumb/linear-stack") // as in the listing that it comes from
public interface GuideStack {
    @Input(8)
    Vec x();

    @Dense(units = 32)
    Vec wide();

    @Dense(units = 64, activation = RELU)
    Vec wider();

    @Loss(MEAN_SQUARED_ERROR)
    @Dense(units = 8)
    Vec y();
}
