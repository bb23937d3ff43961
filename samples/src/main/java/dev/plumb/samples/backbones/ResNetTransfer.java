package dev.plumb.samples.backbones;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;
import static dev.plumb.dsl.Metric.ACCURACY;

import dev.plumb.dsl.Frozen;
import dev.plumb.dsl.Image;
import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Metrics;
import dev.plumb.dsl.Sequential;
import dev.plumb.dsl.Use;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.Dropout;
import dev.plumb.dsl.layer.GlobalAveragePooling2D;

/** Ten classes of one's own by the features of a {@link ResNet50}, which stays as it is until it is unfrozen. */
@Sequential
public interface ResNetTransfer {
    @Input(dims = {"height", "width", "3"})
    Image image();

    @Frozen
    @Use(value = ResNet50.class, upTo = "conv5")
    Image backbone();

    @GlobalAveragePooling2D
    Vec pooled();

    @Dense(units = 256, activation = RELU)
    Vec hidden();

    @Dropout(0.4)
    Vec dropped();

    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Metrics(ACCURACY)
    @Dense(units = 10, activation = SOFTMAX)
    Vec classes();
}
