package dev.plumb.samples.gallery;

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
import dev.plumb.dsl.layer.Dropout;
import dev.plumb.dsl.layer.Flatten;
import dev.plumb.dsl.layer.MaxPooling2D;

/** Photos of 64 by 64 pixels in ten classes. */
@Sequential
public interface ProductImages {
    @Input({64, 64, 3})
    Image photo();

    @Conv2D(filters = 32, kernelSize = 3, activation = RELU)
    Image conv1();

    @MaxPooling2D(poolSize = 2)
    Image pool1();

    @Conv2D(filters = 64, kernelSize = 3, activation = RELU)
    Image conv2();

    @MaxPooling2D(poolSize = 2)
    Image pool2();

    @Flatten
    Vec flat();

    @Dense(units = 64, activation = RELU)
    Vec hidden();

    @Dropout(0.5)
    Vec dropped();

    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Dense(units = 10, activation = SOFTMAX)
    Vec classes();
}
