package dev.plumb.samples.residual;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;
import static dev.plumb.dsl.Metric.ACCURACY;

import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Metrics;
import dev.plumb.dsl.Model;
import dev.plumb.dsl.Output;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Activation;
import dev.plumb.dsl.layer.Add;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.Dropout;

/** A short way leads around two layers; both ways have to end with the same number of units. */
@Model
public interface ResidualClassifier {
    @Input(20)
    Vec features();

    @Dense(units = 128, activation = RELU)
    Vec wide(Vec features);

    @Dropout(0.3)
    Vec dropped(Vec wide);

    @Dense(units = 64)
    Vec deep(Vec dropped);

    @Dense(units = 64)
    Vec shortcut(Vec features);

    @Add
    Vec merged(Vec deep, Vec shortcut);

    @Activation(RELU)
    Vec activated(Vec merged);

    @Output
    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Metrics(ACCURACY)
    @Dense(units = 10, activation = SOFTMAX)
    Vec predictions(Vec activated);
}
