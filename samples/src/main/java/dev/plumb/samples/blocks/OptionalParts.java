package dev.plumb.samples.blocks;

import static dev.plumb.dsl.ActivationFunction.RELU;

import dev.plumb.dsl.Block;
import dev.plumb.dsl.Input;
import dev.plumb.dsl.Sequential;
import dev.plumb.dsl.Vec;
import dev.plumb.dsl.When;
import dev.plumb.dsl.layer.BatchNormalization;
import dev.plumb.dsl.layer.Dense;
import dev.plumb.dsl.layer.Dropout;

/** A dense layer with what may follow it. */
@Block
public @interface OptionalParts {
    boolean useDropout() default false;

    boolean useBatchNorm() default false;

    @Sequential
    interface Wiring {
        @Input(dims = "n")
        Vec x();

        @Dense(units = 32, activation = RELU)
        Vec hidden();

        @When("useDropout")
        @Dropout(0.5)
        Vec dropped();

        @When("useBatchNorm")
        @BatchNormalization
        Vec normalized();
    }
}
