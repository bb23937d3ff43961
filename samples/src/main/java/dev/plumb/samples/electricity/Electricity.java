package dev.plumb.samples.electricity;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.LossFunction.MEAN_SQUARED_ERROR;
import static dev.plumb.dsl.Metric.RMSE;

import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Metrics;
import dev.plumb.dsl.Output;
import dev.plumb.dsl.Sequential;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.Normalization;
import dev.plumb.dsl.layer.Rescaling;

/**
 * What a power plant gives, in megawatts, by temperature (°C), exhaust vacuum (cm Hg), pressure (mbar) and humidity (%). Numbers go in as they
 * were measured: their means and variances are in the model, adapted to the hours that it learns from, and its answer is in megawatts again.
 */
@Sequential
public interface Electricity {
    @Input(4)
    Vec weather();

    @Normalization
    Vec normal();

    @Dense(units = 64, activation = RELU)
    Vec wide();

    @Dense(units = 32, activation = RELU)
    Vec deep();

    @Dense(units = 1)
    Vec deviation();

    /** The plant is built for about 450 MW, and 20 MW more or less is much. */
    @Output
    @Loss(MEAN_SQUARED_ERROR)
    @Metrics(RMSE)
    @Rescaling(scale = 20, offset = 450)
    Vec energy();
}
