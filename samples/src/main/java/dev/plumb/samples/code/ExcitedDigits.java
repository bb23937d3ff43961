package dev.plumb.samples.code;

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
import dev.plumb.dsl.layer.Flatten;
import dev.plumb.dsl.layer.MaxPooling2D;

/** Reads handwritten digits with built-in layers and layers in code, side by side. */
@Sequential
public interface ExcitedDigits {
    @Input({8, 8, 1})
    Image image();

    @Conv2D(filters = 16, kernelSize = 3, padding = SAME, activation = RELU)
    Image strokes();

    @SqueezeAndExcite
    Image excited();

    @MaxPooling2D
    Image pooled();

    @DropPath(rate = 0.05)
    Image kept();

    @Flatten
    Vec flat();

    @GatedLinearUnit(units = 48)
    Vec gated();

    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Metrics(ACCURACY)
    @Dense(units = 10, activation = SOFTMAX)
    Vec digit();
}
