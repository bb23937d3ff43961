package dev.plumb.samples.backbones;

import static dev.plumb.dsl.ActivationFunction.HARD_SIGMOID;
import static dev.plumb.dsl.ActivationFunction.HARD_SILU;
import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.Bind.BOUND;
import static dev.plumb.dsl.Padding.SAME;

import dev.plumb.dsl.ActivationFunction;
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
import dev.plumb.dsl.layer.DepthwiseConv2D;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** An {@link InvertedResidual} whose channels are weighed in the middle, by {@link SqueezeExcite}: what {@link MobileNetV3Small} is made of. */
@Block
@Documented
@Retention(RetentionPolicy.CLASS)
public @interface MobileBlock {
    /** The channels of the result. */
    int filters();

    /** The channels between. */
    int expanded();

    /** The height and width of the convolution within each channel. */
    int kernelSize() default 5;

    /** How many times smaller height and width become. */
    int stride() default 1;

    /** Whether the channels are weighed. */
    boolean squeeze() default true;

    /** The activation function of its convolutions. */
    ActivationFunction activation() default HARD_SILU;

    /** How it is wired. */
    interface Wiring {
        /** That of Keras's MobileNets. */
        double MOMENTUM = InvertedResidual.Wiring.MOMENTUM;

        /** The others work on the channels as they come. */
        String EXPANDING = "expanded != channels";

        @Input(dims = {"height", "width", "channels"})
        Image x();

        @When(EXPANDING)
        @Conv2D(filters = BOUND, kernelSize = 1, useBias = false)
        @Bind("filters = expanded")
        Image expand(Image x);

        @When(EXPANDING)
        @BatchNormalization(momentum = MOMENTUM)
        Image expandBn(Image expand);

        @When(EXPANDING)
        @Activation(RELU)
        @Bind("value = activation")
        Image expandActivation(Image expandBn);

        /** Keras pads in a layer of its own where the stride is 2, by what SAME pads. */
        @DepthwiseConv2D(kernelSize = BOUND, padding = SAME, useBias = false)
        @Bind("kernelSize, strides = stride")
        Image depthwise(Image expandActivation);

        @BatchNormalization(momentum = MOMENTUM)
        Image depthwiseBn(Image depthwise);

        @Activation(RELU)
        @Bind("value = activation")
        Image depthwiseActivation(Image depthwiseBn);

        /** A quarter of the channels, rounded to a multiple of 8. */
        @When("squeeze")
        @SqueezeExcite(filters = BOUND, activation = RELU, gate = HARD_SIGMOID)
        @Bind("filters = expanded / 4 + 4 - (expanded / 4 + 4) % 8")
        Image excited(Image depthwiseActivation);

        @Conv2D(filters = BOUND, kernelSize = 1, useBias = false)
        @Bind("filters")
        Image project(Image excited);

        @BatchNormalization(momentum = MOMENTUM)
        Image projectBn(Image project);

        @Output
        @When("channels == filters and stride == 1")
        @Add
        Image add(Image projectBn, Image x);
    }
}
