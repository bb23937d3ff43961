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

/** Images of 28 by 28 pixels through a code of 32 numbers. */
@Sequential
public interface Autoencoder {
    @Input(784)
    Vec image();

    @Dense(units = 256, activation = RELU)
    Vec packed1();

    @Dense(units = 128, activation = RELU)
    Vec packed2();

    @Extract("encoder")
    @Dense(units = 32, activation = RELU)
    Vec latent();

    @Dense(units = 128, activation = RELU)
    Vec unpacked1();

    @Dense(units = 256, activation = RELU)
    Vec unpacked2();

    @Extract(value = "decoder", from = "latent")
    @Loss(BINARY_CROSSENTROPY)
    @Dense(units = 784, activation = SIGMOID)
    Vec painted();
}
