package dev.plumb.samples.backbones;

import static dev.plumb.dsl.ActivationFunction.SILU;
import static dev.plumb.dsl.Bind.BOUND;
import static dev.plumb.dsl.Init.Fan.FAN_OUT;
import static dev.plumb.dsl.Initializer.VARIANCE_SCALING;
import static dev.plumb.dsl.Padding.SAME;

import dev.plumb.dsl.Bind;
import dev.plumb.dsl.Block;
import dev.plumb.dsl.Image;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Input;
import dev.plumb.dsl.Output;
import dev.plumb.dsl.When;
import dev.plumb.dsl.layer.Activation;
import dev.plumb.dsl.layer.Add;
import dev.plumb.dsl.layer.BatchNormalization;
import dev.plumb.dsl.layer.Conv2D;
import dev.plumb.dsl.layer.DepthwiseConv2D;
import dev.plumb.dsl.layer.Dropout;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/**
 * More channels, a convolution within each, the channels weighed, fewer channels again, and the input added where shapes allow it; in training
 * some examples go around it, the more the later it comes: what {@link EfficientNetB0} is made of.
 */
@Block
@Documented
@Retention(RetentionPolicy.CLASS)
public @interface MobileConvolution {
    /** The channels of the result. */
    int filters();

    /** The height and width of the convolution within each channel. */
    int kernelSize() default 3;

    /** How many times more channels there are between. */
    int expansion() default 6;

    /** How many times smaller height and width become. */
    int stride() default 1;

    /** How many of the 16 come before it. */
    int number() default 0;

    /** How it is wired. */
    interface Wiring {
        /** The others work on the channels as they come. */
        String EXPANDING = "expansion > 1";

        /** Where the input can be added as it is. */
        String RESIDUAL = "channels == filters and stride == 1";

        @Input(dims = {"height", "width", "channels"})
        Image x();

        @When(EXPANDING)
        @Conv2D(
                filters = BOUND,
                kernelSize = 1,
                useBias = false,
                kernelInitializer = @Init(value = VARIANCE_SCALING, scale = 2, mode = FAN_OUT))
        @Bind("filters = expansion * channels")
        Image expand(Image x);

        @When(EXPANDING)
        @BatchNormalization
        Image expandBn(Image expand);

        @When(EXPANDING)
        @Activation(SILU)
        Image expandActivation(Image expandBn);

        /** Keras pads in a layer of its own where the stride is 2, by what SAME pads. */
        @DepthwiseConv2D(
                kernelSize = BOUND,
                padding = SAME,
                useBias = false,
                depthwiseInitializer = @Init(value = VARIANCE_SCALING, scale = 2, mode = FAN_OUT))
        @Bind("kernelSize, strides = stride")
        Image depthwise(Image expandActivation);

        @BatchNormalization
        Image bn(Image depthwise);

        @Activation(SILU)
        Image activation(Image bn);

        @SqueezeExcite(filters = BOUND, activation = SILU)
        @Bind("filters = channels / 4")
        Image excited(Image activation);

        @Conv2D(
                filters = BOUND,
                kernelSize = 1,
                useBias = false,
                kernelInitializer = @Init(value = VARIANCE_SCALING, scale = 2, mode = FAN_OUT))
        @Bind("filters")
        Image project(Image excited);

        @BatchNormalization
        Image projectBn(Image project);

        /** One decision an example. */
        @When(RESIDUAL + " and number > 0")
        @Dropout(
                value = BOUND,
                noiseShape = {1, 1, 1})
        @Bind("value = 0.2 * number / 16")
        Image drop(Image projectBn);

        @Output
        @When(RESIDUAL)
        @Add
        Image add(Image drop, Image x);
    }
}
