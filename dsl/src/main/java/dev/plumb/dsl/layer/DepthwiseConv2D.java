package dev.plumb.dsl.layer;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Constraint;
import dev.plumb.dsl.ConstraintKind;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.Padding;
import dev.plumb.dsl.Regularizer;
import dev.plumb.graph.rule.DepthwiseConvolutionSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A convolution over height and width, each channel on its own: (height, width, channels) to (height', width', channels ·
 * depthMultiplier); filter m of channel c makes channel {@code c · depthMultiplier + m}. Weights: kernel (kernel height, kernel width,
 * channels, depthMultiplier), bias (channels · depthMultiplier). Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface DepthwiseConv2D {
    /** Height and width of the window, or one size for both. */
    int[] kernelSize();

    /** Steps of the window, or one for both axes. */
    int[] strides() default 1;

    /** What surrounds the input. */
    Padding padding() default Padding.VALID;

    /** The number of filters for each channel. */
    int depthMultiplier() default 1;

    /** Distance between the window's points, or one for both axes. */
    int[] dilationRate() default 1;

    /** What is applied to the result. */
    ActivationFunction activation() default ActivationFunction.LINEAR;

    /** Whether a bias is added. */
    boolean useBias() default true;

    /** How the kernel starts. */
    Init depthwiseInitializer() default @Init(Initializer.GLOROT_UNIFORM);

    /** How the bias starts. */
    Init biasInitializer() default @Init(Initializer.ZEROS);

    /** The penalty on the kernel. */
    Regularizer depthwiseRegularizer() default @Regularizer;

    /** The penalty on the bias. */
    Regularizer biasRegularizer() default @Regularizer;

    /** What holds for the kernel after each step. */
    Constraint depthwiseConstraint() default @Constraint(ConstraintKind.NONE);

    /** What holds for the bias after each step. */
    Constraint biasConstraint() default @Constraint(ConstraintKind.NONE);

    /** What only {@link DepthwiseConv2D} knows of its family: the number of its axes. */
    interface Rule extends DepthwiseConvolutionSpec, DepthwiseConv2DAttributes {
        @Override
        default int axes() {
            return 2;
        }
    }
}
