package dev.plumb.samples.sequences;

import static dev.plumb.dsl.ActivationFunction.SIGMOID;
import static dev.plumb.dsl.LossFunction.BINARY_CROSSENTROPY;
import static dev.plumb.dsl.Metric.ACCURACY;

import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Metrics;
import dev.plumb.dsl.Model;
import dev.plumb.dsl.Output;
import dev.plumb.dsl.Seq;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.LSTM;
import dev.plumb.dsl.layer.Masking;

/** Fifty readings a step, any number of steps; steps of zeros are padding and are passed over. */
@Model
public interface Readings {
    @Input(dims = {"time", "50"})
    Seq readings();

    @Masking
    Seq steps(Seq readings);

    @LSTM(units = 32)
    Vec last(Seq steps);

    @Output
    @Loss(BINARY_CROSSENTROPY)
    @Metrics(ACCURACY)
    @Dense(units = 1, activation = SIGMOID)
    Vec warningFirst(Vec last);
}
