package dev.plumb.samples.backbones;

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
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Three convolutions beside a shortcut, which is a convolution too where the shape changes: what {@link ResNet50} is made of. */
@Block
@Documented
@Retention(RetentionPolicy.CLASS)
public @interface Bottleneck {
    /** The channels of the first two convolutions; the third has four times as many. */
    int filters();

    /** How many times smaller height and width become. */
    int stride() default 1;

    /** How it is wired. */
    interface Wiring {
        /** That of Keras's ResNets. */
        double EPSILON = 1.001e-5;

        /** Where the input cannot be added as it is. */
        String RESHAPED = "channels != 4 * filters or stride > 1";

        @Input(dims = {"height", "width", "channels"})
        Image x();

        @Conv2D(filters = BOUND, kernelSize = 1)
        @Bind("filters, strides = stride")
        Image conv1(Image x);

        @BatchNormalization(epsilon = EPSILON)
        Image bn1(Image conv1);

        @Activation(RELU)
        Image relu1(Image bn1);

        @Conv2D(filters = BOUND, kernelSize = 3, padding = SAME)
        @Bind("filters")
        Image conv2(Image relu1);

        @BatchNormalization(epsilon = EPSILON)
        Image bn2(Image conv2);

        @Activation(RELU)
        Image relu2(Image bn2);

        @Conv2D(filters = BOUND, kernelSize = 1)
        @Bind("filters = 4 * filters")
        Image conv3(Image relu2);

        @BatchNormalization(epsilon = EPSILON)
        Image bn3(Image conv3);

        @When(RESHAPED)
        @Conv2D(filters = BOUND, kernelSize = 1)
        @Bind("filters = 4 * filters, strides = stride")
        Image conv0(Image x);

        @When(RESHAPED)
        @BatchNormalization(epsilon = EPSILON)
        Image bn0(Image conv0);

        @Add
        Image add(Image bn0, Image bn3);

        @Output
        @Activation(RELU)
        Image out(Image add);
    }
}
