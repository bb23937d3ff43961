package dev.plumb.samples.quick;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;
import static dev.plumb.dsl.Metric.ACCURACY;

import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Metrics;
import dev.plumb.dsl.Sequential;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.Dropout;

/** 20 numbers to one of 10 classes, layer after layer. */
@Sequential
public interface QuickClassifier {
    @Input(20)
    Vec features();

    @Dense(units = 128, activation = RELU)
    Vec wide();

    @Dropout(0.3)
    Vec dropped();

    @Dense(units = 64, activation = RELU)
    Vec deep();

    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Metrics(ACCURACY)
    @Dense(units = 10, activation = SOFTMAX)
    Vec predictions();
}
