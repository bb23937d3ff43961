package dev.plumb.samples.autoencoder;

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

/** Which digit is it? It reads the code of an encoder that was trained without knowing. */
@Model
public interface CodeClassifier {
    @Input(64)
    Vec image();

    @Dense(units = 48, activation = RELU)
    Vec packed(Vec image);

    @Dense(units = 10, activation = RELU)
    Vec code(Vec packed);

    @Output
    @Loss(SPARSE_CATEGORICAL_CROSSENTROPY)
    @Metrics(ACCURACY)
    @Dense(units = 10, activation = SOFTMAX)
    Vec digit(Vec code);
}
