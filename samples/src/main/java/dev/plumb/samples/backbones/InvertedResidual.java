package dev.plumb.samples.backbones;

import static dev.plumb.dsl.ActivationFunction.RELU6;
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
import dev.plumb.dsl.layer.DepthwiseConv2D;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** More channels, a convolution within each, fewer channels again, and the input added where shapes allow it: what {@link MobileNetV2} is made of. */
@Block
@Documented
@Retention(RetentionPolicy.CLASS)
public @interface InvertedResidual {
    /** The channels of the result. */
    int filters();

    /** How many times more channels there are between. */
    int expansion() default 6;

    /** How many times smaller height and width become. */
    int stride() default 1;

    /** How it is wired. */
    interface Wiring {
        /** That of Keras's MobileNets. */
        double MOMENTUM = 0.999;

        /** The others work on the channels as they come. */
        String EXPANDING = "expansion > 1";

        @Input(dims = {"height", "width", "channels"})
        Image x();

        @When(EXPANDING)
        @Conv2D(filters = BOUND, kernelSize = 1, useBias = false)
        @Bind("filters = expansion * channels")
        Image expand(Image x);

        @When(EXPANDING)
        @BatchNormalization(momentum = MOMENTUM)
        Image expandBn(Image expand);

        @When(EXPANDING)
        @Activation(RELU6)
        Image expandRelu(Image expandBn);

        /** Keras pads in a layer of its own where the stride is 2, by what SAME pads. */
        @DepthwiseConv2D(kernelSize = 3, padding = SAME, useBias = false)
        @Bind("strides = stride")
        Image depthwise(Image expandRelu);

        @BatchNormalization(momentum = MOMENTUM)
        Image depthwiseBn(Image depthwise);

        @Activation(RELU6)
        Image depthwiseRelu(Image depthwiseBn);

        @Conv2D(filters = BOUND, kernelSize = 1, useBias = false)
        @Bind("filters")
        Image project(Image depthwiseRelu);

        @BatchNormalization(momentum = MOMENTUM)
        Image projectBn(Image project);

        @Output
        @When("channels == filters and stride == 1")
        @Add
        Image add(Image projectBn, Image x);
    }
}
