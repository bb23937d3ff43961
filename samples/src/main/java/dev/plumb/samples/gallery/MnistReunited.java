package dev.plumb.samples.gallery;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;

import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Model;
import dev.plumb.dsl.Output;
import dev.plumb.dsl.Seq;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Concatenate;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.Flatten;
import dev.plumb.dsl.layer.Reshape;

/** An image and what wide layers made of it, side by side. */
@Model
public interface MnistReunited {
    @Input({28, 28})
    Seq image();

    @Flatten
    Vec flat(Seq image);

    @Dense(units = 16_384, activation = RELU)
    Vec wide(Vec flat);

    @Dense(units = 512, activation = RELU)
    Vec narrow(Vec wide);

    @Dense(units = 784, activation = RELU)
    Vec pixels(Vec narrow);

    @Reshape({28, 28})
    Seq painted(Vec pixels);

    @Concatenate
    Seq both(Seq image, Seq painted);

    @Flatten
    Vec all(Seq both);

    @Output
    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Dense(units = 10, activation = SOFTMAX)
    Vec classes(Vec all);
}
