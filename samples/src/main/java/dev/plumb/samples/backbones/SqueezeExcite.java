package dev.plumb.samples.backbones;

import static dev.plumb.dsl.ActivationFunction.SIGMOID;
import static dev.plumb.dsl.Bind.BOUND;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Bind;
import dev.plumb.dsl.Block;
import dev.plumb.dsl.Image;
import dev.plumb.dsl.Input;
import dev.plumb.dsl.Output;
import dev.plumb.dsl.layer.Conv2D;
import dev.plumb.dsl.layer.GlobalAveragePooling2D;
import dev.plumb.dsl.layer.Multiply;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Weighs the channels by what all of them are in the mean over the image (Hu et al. 2017). */
@Block
@Documented
@Retention(RetentionPolicy.CLASS)
public @interface SqueezeExcite {
    /** The channels that the weights are computed from. */
    int filters();

    /** The activation function of these. */
    ActivationFunction activation();

    /** What makes weights of numbers. */
    ActivationFunction gate() default SIGMOID;

    /** How it is wired. */
    interface Wiring {
        @Input(dims = {"height", "width", "channels"})
        Image x();

        @GlobalAveragePooling2D(keepdims = true)
        Image squeeze(Image x);

        @Conv2D(filters = BOUND, kernelSize = 1)
        @Bind("filters, activation")
        Image reduce(Image squeeze);

        @Conv2D(filters = BOUND, kernelSize = 1)
        @Bind("filters = channels, activation = gate")
        Image expand(Image reduce);

        @Output
        @Multiply
        Image excited(Image x, Image expand);
    }
}
