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
import dev.plumb.dsl.Repeat;
import dev.plumb.dsl.Sequential;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Conv2D;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.GlobalAveragePooling2D;
import dev.plumb.dsl.layer.MaxPooling2D;

/** Handwritten digits of 8 by 8 pixels: the same blocks, repeated. */
@Sequential
public interface ResidualDigits {
    @Input({8, 8, 1})
    Image digit();

    @Conv2D(filters = 16, kernelSize = 3, padding = SAME, activation = RELU)
    Image stem();

    @Repeat(2)
    @ResidualUnit(filters = 16)
    Image fine();

    @MaxPooling2D
    Image smaller();

    @Repeat(2)
    @ResidualUnit(filters = 32)
    Image coarse();

    @GlobalAveragePooling2D
    Vec pooled();

    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Metrics(ACCURACY)
    @Dense(units = 10, activation = SOFTMAX)
    Vec classes();
}
