package dev.plumb.samples.gallery;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;

import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Model;
import dev.plumb.dsl.Output;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Activation;
import dev.plumb.dsl.layer.Add;
import dev.plumb.dsl.layer.Dense;

/** A way around two layers. */
@Model
public interface ResidualDemo {
    @Input(64)
    Vec x();

    @Dense(units = 64, activation = RELU)
    Vec first(Vec x);

    @Dense(units = 64)
    Vec second(Vec first);

    @Add
    Vec joined(Vec second, Vec x);

    @Activation(RELU)
    Vec activated(Vec joined);

    @Output
    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Dense(units = 10, activation = SOFTMAX)
    Vec classes(Vec activated);
}
