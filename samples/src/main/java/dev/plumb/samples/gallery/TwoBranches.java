package dev.plumb.samples.gallery;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;

import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Model;
import dev.plumb.dsl.Output;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Concatenate;
import dev.plumb.dsl.layer.Dense;

/** Two inputs, a layer each. */
@Model
public interface TwoBranches {
    @Input(128)
    Vec left();

    @Input(64)
    Vec right();

    @Dense(units = 64, activation = RELU)
    Vec fromLeft(Vec left);

    @Dense(units = 64, activation = RELU)
    Vec fromRight(Vec right);

    @Concatenate
    Vec both(Vec fromLeft, Vec fromRight);

    @Output
    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Dense(units = 10, activation = SOFTMAX)
    Vec classes(Vec both);
}
