package dev.plumb.samples.gallery;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;

import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Seq;
import dev.plumb.dsl.Sequential;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.Flatten;

/** Digits as images, made a row of numbers by the model itself. */
@Sequential
public interface MnistImages {
    @Input({28, 28})
    Seq image();

    @Flatten
    Vec pixels();

    @Dense(units = 256, activation = RELU)
    Vec wide();

    @Dense(units = 128, activation = RELU)
    Vec deep();

    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Dense(units = 10, activation = SOFTMAX)
    Vec digit();
}
