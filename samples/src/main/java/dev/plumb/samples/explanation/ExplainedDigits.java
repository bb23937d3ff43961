package dev.plumb.samples.explanation;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;
import static dev.plumb.dsl.Metric.ACCURACY;
import static dev.plumb.dsl.Padding.SAME;

import dev.plumb.dsl.Image;
import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Metrics;
import dev.plumb.dsl.Sequential;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Activation;
import dev.plumb.dsl.layer.Conv2D;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.GlobalAveragePooling2D;

/** Handwritten digits of 8 by 8 pixels. What is before the softmax has a name of its own, so that it can be asked for. */
@Sequential
public interface ExplainedDigits {
    @Input({8, 8, 1})
    Image image();

    @Conv2D(filters = 32, kernelSize = 3, padding = SAME, activation = RELU)
    Image strokes();

    @Conv2D(filters = 32, kernelSize = 3, padding = SAME, activation = RELU)
    Image curves();

    @Conv2D(filters = 64, kernelSize = 3, padding = SAME, activation = RELU)
    Image shapes();

    @GlobalAveragePooling2D
    Vec pooled();

    @Dense(units = 10)
    Vec scores();

    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Metrics(ACCURACY)
    @Activation(SOFTMAX)
    Vec digit();
}
