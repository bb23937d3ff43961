package dev.plumb.samples.comparison;

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
import dev.plumb.dsl.layer.Dense;

/** The network of {@link SequentialClassifier}, wired by names. */
@Model
public interface FunctionalClassifier {
    @Input(784)
    Vec features();

    @Dense(units = 64, activation = RELU)
    Vec first(Vec features);

    @Dense(units = 64, activation = RELU)
    Vec second(Vec first);

    @Output
    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Metrics(ACCURACY)
    @Dense(units = 10, activation = SOFTMAX)
    Vec predictions(Vec second);
}
