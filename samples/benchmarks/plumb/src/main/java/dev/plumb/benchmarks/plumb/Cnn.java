package dev.plumb.benchmarks.plumb;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;

import dev.plumb.dsl.Image;
import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Sequential;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Conv2D;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.Flatten;
import dev.plumb.dsl.layer.MaxPooling2D;

/** Two convolutions, each with a pooling, and a hidden layer. */
@Sequential
interface Cnn {
    @Input({28, 28, 1})
    Image image();

    @Conv2D(filters = 32, kernelSize = 3, activation = RELU)
    Image conv1();

    @MaxPooling2D
    Image pool1();

    @Conv2D(filters = 64, kernelSize = 3, activation = RELU)
    Image conv2();

    @MaxPooling2D
    Image pool2();

    @Flatten
    Vec flat();

    @Dense(units = 128, activation = RELU)
    Vec dense();

    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Dense(units = 10, activation = SOFTMAX)
    Vec classes();
}
