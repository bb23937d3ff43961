package dev.plumb.samples.multitask;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SIGMOID;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.LossFunction.BINARY_CROSSENTROPY;
import static dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;
import static dev.plumb.dsl.Metric.ACCURACY;

import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Metrics;
import dev.plumb.dsl.Model;
import dev.plumb.dsl.Output;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Concatenate;
import dev.plumb.dsl.layer.Dense;

/** Features of a text and of its circumstances tell its sentiment and its topic; the topic counts half in training. */
@Model
public interface MultiTask {
    @Input(100)
    Vec text();

    @Input(10)
    Vec metadata();

    @Dense(units = 64, activation = RELU)
    Vec textFeatures(Vec text);

    @Dense(units = 16, activation = RELU)
    Vec metadataFeatures(Vec metadata);

    @Concatenate
    Vec joined(Vec textFeatures, Vec metadataFeatures);

    @Dense(units = 32, activation = RELU)
    Vec shared(Vec joined);

    @Output
    @Loss(BINARY_CROSSENTROPY)
    @Metrics(ACCURACY)
    @Dense(units = 1, activation = SIGMOID)
    Vec sentiment(Vec shared);

    @Output
    @Loss(value = SPARSE_CATEGORICAL_CROSSENTROPY, weight = 0.5)
    @Metrics(ACCURACY)
    @Dense(units = 5, activation = SOFTMAX)
    Vec topic(Vec shared);
}
