package dev.plumb.samples.transfer;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.Bind.BOUND;
import static dev.plumb.dsl.Padding.SAME;

import dev.plumb.dsl.Bind;
import dev.plumb.dsl.Block;
import dev.plumb.dsl.Image;
import dev.plumb.dsl.Input;
import dev.plumb.dsl.Output;
import dev.plumb.dsl.When;
import dev.plumb.dsl.layer.Activation;
import dev.plumb.dsl.layer.Add;
import dev.plumb.dsl.layer.BatchNormalization;
import dev.plumb.dsl.layer.Conv2D;

/** Two convolutions with a way around them, which is a convolution of its own where sizes change. */
@Block
public @interface ResidualStage {
    /** The channels of the result. */
    int filters();

    /** How many times smaller height and width become. */
    int stride() default 1;

    /** How it is wired. */
    interface Wiring {
        /** The moving statistics follow quickly: a small training has few steps. */
        double MOMENTUM = 0.9;

        @Input(dims = {"height", "width", "channels"})
        Image x();

        @Conv2D(filters = BOUND, kernelSize = 3, padding = SAME, useBias = false)
        @Bind("filters, strides = stride")
        Image conv1(Image x);

        @BatchNormalization(momentum = MOMENTUM)
        Image norm1(Image conv1);

        @Activation(RELU)
        Image active(Image norm1);

        @Conv2D(filters = BOUND, kernelSize = 3, padding = SAME, useBias = false)
        @Bind("filters")
        Image conv2(Image active);

        @BatchNormalization(momentum = MOMENTUM)
        Image norm2(Image conv2);

        @When("channels != filters or stride > 1")
        @Conv2D(filters = BOUND, kernelSize = 1)
        @Bind("filters, strides = stride")
        Image shortcut(Image x);

        @Add
        Image joined(Image norm2, Image shortcut);

        @Output
        @Activation(RELU)
        Image out(Image joined);
    }
}
