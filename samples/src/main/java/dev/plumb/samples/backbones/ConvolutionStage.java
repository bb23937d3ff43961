package dev.plumb.samples.backbones;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.Bind.BOUND;
import static dev.plumb.dsl.Padding.SAME;

import dev.plumb.dsl.Bind;
import dev.plumb.dsl.Block;
import dev.plumb.dsl.Image;
import dev.plumb.dsl.Input;
import dev.plumb.dsl.Output;
import dev.plumb.dsl.Repeat;
import dev.plumb.dsl.layer.Conv2D;
import dev.plumb.dsl.layer.MaxPooling2D;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Some 3 by 3 convolutions, then half the size: what {@link VGG16} is made of. */
@Block
@Documented
@Retention(RetentionPolicy.CLASS)
public @interface ConvolutionStage {
    /** The channels of each convolution. */
    int filters();

    /** How many convolutions. */
    int depth();

    /** How it is wired. */
    interface Wiring {
        @Input(dims = {"height", "width", "channels"})
        Image x();

        @Repeat(BOUND)
        @Conv2D(filters = BOUND, kernelSize = 3, padding = SAME, activation = RELU)
        @Bind("filters, Repeat.value = depth")
        Image conv(Image x);

        @Output
        @MaxPooling2D
        Image pool(Image conv);
    }
}
