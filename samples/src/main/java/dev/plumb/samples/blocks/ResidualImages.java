package dev.plumb.samples.blocks;

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
import dev.plumb.dsl.layer.Conv2D;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.Dropout;
import dev.plumb.dsl.layer.GlobalAveragePooling2D;

/** Color images of 32 by 32 pixels in ten classes. */
@Sequential
public interface ResidualImages {
    @Input({32, 32, 3})
    Image photo();

    @Conv2D(filters = 32, kernelSize = 3, padding = SAME, activation = RELU)
    Image stem();

    @ResidualUnit(filters = 32)
    Image unit1();

    @ResidualUnit(filters = 64)
    Image unit2();

    @GlobalAveragePooling2D
    Vec pooled();

    @Dropout(0.4)
    Vec dropped();

    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Metrics(ACCURACY)
    @Dense(units = 10, activation = SOFTMAX)
    Vec classes();
}
