package dev.plumb.samples.gallery;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SIGMOID;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.LossFunction.BINARY_CROSSENTROPY;
import static dev.plumb.dsl.LossFunction.MEAN_SQUARED_ERROR;
import static dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;

import dev.plumb.dsl.Image;
import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Model;
import dev.plumb.dsl.Output;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Concatenate;
import dev.plumb.dsl.layer.Conv2D;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.Flatten;

/** Three things to tell about a product. */
@Model
public interface ProductHeads {
    @Input({128, 128, 3})
    Image image();

    @Input(100)
    Vec embedding();

    @Conv2D(filters = 32, kernelSize = 3, activation = RELU)
    Image conv(Image image);

    @Flatten
    Vec flat(Image conv);

    @Concatenate
    Vec both(Vec flat, Vec embedding);

    @Output
    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Dense(units = 10, activation = SOFTMAX)
    Vec category(Vec both);

    @Output
    @Loss(value = MEAN_SQUARED_ERROR, weight = 0.5)
    @Dense(units = 1)
    Vec price(Vec both);

    @Output
    @Loss(value = BINARY_CROSSENTROPY, weight = 0.3)
    @Dense(units = 1, activation = SIGMOID)
    Vec popularity(Vec both);
}
