package dev.plumb.samples.blocks;

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

/**
 * Two convolutions with a way around them. The moving statistics follow quickly, as few steps ask for. The way is the input itself, and where the number of channels changes a convolution of one pixel.
 */
@Block
public @interface ResidualUnit {
    int filters();

    interface Wiring {
        @Input(dims = {"height", "width", "channels"})
        Image x();

        @Conv2D(filters = BOUND, kernelSize = 3, padding = SAME, activation = RELU)
        @Bind("filters")
        Image conv1(Image x);

        @BatchNormalization(momentum = 0.9)
        Image norm1(Image conv1);

        @Conv2D(filters = BOUND, kernelSize = 3, padding = SAME)
        @Bind("filters")
        Image conv2(Image norm1);

        @BatchNormalization(momentum = 0.9)
        Image norm2(Image conv2);

        @When("channels != filters")
        @Conv2D(filters = BOUND, kernelSize = 1)
        @Bind("filters")
        Image shortcut(Image x);

        @Add
        Image joined(Image norm2, Image shortcut);

        @Output
        @Activation(RELU)
        Image out(Image joined);
    }
}
