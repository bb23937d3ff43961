package dev.plumb.samples.blocks;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.Bind.BOUND;

import dev.plumb.dsl.Bind;
import dev.plumb.dsl.Block;
import dev.plumb.dsl.Input;
import dev.plumb.dsl.Output;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.layer.Activation;
import dev.plumb.dsl.layer.Add;
import dev.plumb.dsl.layer.Dense;

/** Two dense layers, and a third beside them. */
@Block
public @interface DenseUnit {
    int units();

    interface Wiring {
        @Input(dims = "n")
        Vec x();

        @Dense(units = BOUND, activation = RELU)
        @Bind("units")
        Vec first(Vec x);

        @Dense(units = BOUND)
        @Bind("units")
        Vec second(Vec first);

        @Dense(units = BOUND)
        @Bind("units")
        Vec projection(Vec x);

        @Add
        Vec joined(Vec second, Vec projection);

        @Output
        @Activation(RELU)
        Vec out(Vec joined);
    }
}
