package dev.plumb.samples.siamese;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SIGMOID;
import static dev.plumb.dsl.ActivationFunction.TANH;
import static dev.plumb.dsl.LossFunction.BINARY_CROSSENTROPY;
import static dev.plumb.dsl.Metric.BINARY_ACCURACY;

import dev.plumb.dsl.From;
import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Metrics;
import dev.plumb.dsl.Model;
import dev.plumb.dsl.Output;
import dev.plumb.dsl.SameWeightsAs;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Concatenate;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.Multiply;
import dev.plumb.dsl.layer.Subtract;

/** Do two images of 8 by 8 pixels show the same digit? Both are read by the same two layers. */
@Model
public interface SameDigit {
    @Input(64)
    Vec leftImage();

    @Input(64)
    Vec rightImage();

    @Dense(units = 96, activation = RELU)
    Vec leftStrokes(Vec leftImage);

    @SameWeightsAs("leftStrokes")
    Vec rightStrokes(Vec rightImage);

    @Dense(units = 32, activation = TANH)
    Vec leftCode(Vec leftStrokes);

    @SameWeightsAs("leftCode")
    Vec rightCode(Vec rightStrokes);

    @Subtract
    Vec difference(Vec leftCode, Vec rightCode);

    @Multiply
    Vec squared(Vec difference, @From("difference") Vec itself);

    @Multiply
    Vec product(Vec leftCode, Vec rightCode);

    @Concatenate
    Vec compared(Vec squared, Vec product);

    @Dense(units = 32, activation = RELU)
    Vec judged(Vec compared);

    @Output
    @Loss(BINARY_CROSSENTROPY)
    @Metrics(BINARY_ACCURACY)
    @Dense(units = 1, activation = SIGMOID)
    Vec same(Vec judged);
}
