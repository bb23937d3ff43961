package dev.plumb.samples.gallery;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
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
import dev.plumb.dsl.layer.GlobalAveragePooling2D;

/** A photo and twelve numbers about it. */
@Model
public interface ImageAndMetadata {
    @Input({224, 224, 3})
    Image image();

    @Input(12)
    Vec metadata();

    @Conv2D(filters = 32, kernelSize = 3, activation = RELU)
    Image conv(Image image);

    @GlobalAveragePooling2D
    Vec pooled(Image conv);

    @Dense(units = 64, activation = RELU)
    Vec seen(Vec pooled);

    @Dense(units = 16, activation = RELU)
    Vec told(Vec metadata);

    @Concatenate
    Vec both(Vec seen, Vec told);

    @Dense(units = 64, activation = RELU)
    Vec judged(Vec both);

    @Output
    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Dense(units = 5, activation = SOFTMAX)
    Vec classes(Vec judged);
}
