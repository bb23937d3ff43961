package dev.plumb.samples.gallery;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;

import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Sequential;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.Dropout;

/** Other outputs in training than afterwards. */
@Sequential
public interface DropoutClassifier {
    @Input(10)
    Vec x();

    @Dense(units = 64, activation = RELU)
    Vec hidden();

    @Dropout(0.5)
    Vec dropped();

    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Dense(units = 2, activation = SOFTMAX)
    Vec classes();
}
