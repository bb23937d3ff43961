package dev.plumb.samples.transfer;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.Bind.BOUND;
import static dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;
import static dev.plumb.dsl.Metric.ACCURACY;
import static dev.plumb.dsl.Padding.SAME;

import dev.plumb.dsl.Bind;
import dev.plumb.dsl.Image;
import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Metrics;
import dev.plumb.dsl.Repeat;
import dev.plumb.dsl.Sequential;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Activation;
import dev.plumb.dsl.layer.BatchNormalization;
import dev.plumb.dsl.layer.Conv2D;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.GlobalAveragePooling2D;

/** Gray images of any size in the five classes that there are many examples of: a stage at full size, and one at half of it with twice the channels. */
@Sequential
public interface Backbone {
    @Input(dims = {"height", "width", "1"})
    Image image();

    @Conv2D(filters = 16, kernelSize = 3, padding = SAME, useBias = false)
    Image stem();

    @BatchNormalization(momentum = ResidualStage.Wiring.MOMENTUM)
    Image normalized();

    @Activation(RELU)
    Image strokes();

    @Repeat(2)
    @ResidualStage(filters = BOUND)
    @Bind("filters = 16 * 2 ^ index, stride = 1 + index")
    Image features();

    @GlobalAveragePooling2D
    Vec pooled();

    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Metrics(ACCURACY)
    @Dense(units = 5, activation = SOFTMAX)
    Vec classes();
}
