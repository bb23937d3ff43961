package dev.plumb.samples.backbones;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;
import static dev.plumb.dsl.Metric.ACCURACY;

import dev.plumb.dsl.Image;
import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Metrics;
import dev.plumb.dsl.Model;
import dev.plumb.dsl.Output;
import dev.plumb.dsl.Use;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.Flatten;

/**
 * VGG16 (Simonyan and Zisserman 2014). Its classifier is wired to every place of the image, so that it needs images of one size;
 * {@link VGG16Features} does not. Images are as {@link Pixels#caffe} gives them.
 */
@Model
public interface VGG16 {
    @Input({224, 224, 3})
    Image image();

    @Use(VGG16Features.class)
    Image features(Image image);

    @Flatten
    Vec flatten(Image features);

    @Dense(units = 4096, activation = RELU)
    Vec fc1(Vec flatten);

    @Dense(units = 4096, activation = RELU)
    Vec fc2(Vec fc1);

    @Output
    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Metrics(ACCURACY)
    @Dense(units = 1000, activation = SOFTMAX)
    Vec predictions(Vec fc2);
}
