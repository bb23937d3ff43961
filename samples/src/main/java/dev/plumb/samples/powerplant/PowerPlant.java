package dev.plumb.samples.powerplant;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.LossFunction.MEAN_SQUARED_ERROR;

import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Model;
import dev.plumb.dsl.Output;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Dense;

/** Temperature, vacuum, pressure and humidity tell the energy output; the vacuum is given back too. All standardized. */
@Model
public interface PowerPlant {
    @Input(4)
    Vec sensors();

    @Dense(units = 64, activation = RELU)
    Vec wide(Vec sensors);

    @Dense(units = 32, activation = RELU)
    Vec deep(Vec wide);

    @Output
    @Loss(value = MEAN_SQUARED_ERROR, weight = 0.7)
    @Dense(units = 1)
    Vec energy(Vec deep);

    @Output
    @Loss(value = MEAN_SQUARED_ERROR, weight = 0.3)
    @Dense(units = 1)
    Vec vacuum(Vec deep);
}
