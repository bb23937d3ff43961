package dev.plumb.samples.gallery;

import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.LossFunction.MEAN_SQUARED_ERROR;
import static dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;

import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Model;
import dev.plumb.dsl.Output;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Dense;

/** A number and a class of one input. */
@Model
@SuppressWarnings("plumb/linear-stack") // as in the listing that it comes from
public interface TwoHeads {
    @Input(10)
    Vec x();

    @Dense(units = 8)
    Vec hidden(Vec x);

    @Output
    @Loss(MEAN_SQUARED_ERROR)
    @Dense(units = 1)
    Vec regression(Vec hidden);

    @Output
    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Dense(units = 3, activation = SOFTMAX)
    Vec classifier(Vec hidden);
}
