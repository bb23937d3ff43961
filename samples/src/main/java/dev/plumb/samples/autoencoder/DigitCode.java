package dev.plumb.samples.autoencoder;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SIGMOID;
import static dev.plumb.dsl.LossFunction.BINARY_CROSSENTROPY;

import dev.plumb.dsl.Extract;
import dev.plumb.dsl.Input;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.Sequential;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Dense;

/** Handwritten digits of 8 by 8 pixels through a code of 10 numbers. */
@Sequential
public interface DigitCode {
    @Input(64)
    Vec image();

    @Dense(units = 48, activation = RELU)
    Vec packed();

    @Extract("encoder")
    @Dense(units = 10, activation = RELU)
    Vec code();

    @Dense(units = 48, activation = RELU)
    Vec unpacked();

    @Extract(value = "decoder", from = "code")
    @Loss(BINARY_CROSSENTROPY)
    @Dense(units = 64, activation = SIGMOID)
    Vec painted();
}
