package dev.plumb.dsl.layer;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Constraint;
import dev.plumb.dsl.ConstraintKind;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.Padding;
import dev.plumb.dsl.Regularizer;
import dev.plumb.graph.rule.TransposedConvolutionSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A transposed convolution over depth, height and width, which enlarges what a convolution of the same window would shrink: each cell of the
 * input adds the kernel, times its channels, to the result: (depth, height, width, channels) to
 * (depth', height', width', filters). Weights: kernel (kernel depth, kernel height, kernel width, filters, channels), bias (filters). Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Conv3DTranspose {
    /** The number of channels of the result. */
    int filters();

    /** Depth, height and width of the window, or one size for all. */
    int[] kernelSize();

    /** Steps of the window in the result, or one for all axes. */
    int[] strides() default 1;

    /** With SAME the result is {@code strides} times as long as the input, with VALID as long as all windows reach. */
    Padding padding() default Padding.VALID;

    /**
     * Cells that the result is longer on each axis than by the formula of its padding, or one number for all, below the strides; see
     * {@link dev.plumb.graph.rule.TransposedWindow}. Empty: as long as the padding says.
     */
    int[] outputPadding() default {};

    /** Distance between the window's points, or one for all axes. */
    int[] dilationRate() default 1;

    /** What is applied to the result. */
    ActivationFunction activation() default ActivationFunction.LINEAR;

    /** Whether a bias is added. */
    boolean useBias() default true;

    /** How the kernel starts. */
    Init kernelInitializer() default @Init(Initializer.GLOROT_UNIFORM);

    /** How the bias starts. */
    Init biasInitializer() default @Init(Initializer.ZEROS);

    /** The penalty on the kernel. */
    Regularizer kernelRegularizer() default @Regularizer;

    /** The penalty on the bias. */
    Regularizer biasRegularizer() default @Regularizer;

    /** What holds for the kernel after each step. */
    Constraint kernelConstraint() default @Constraint(ConstraintKind.NONE);

    /** What holds for the bias after each step. */
    Constraint biasConstraint() default @Constraint(ConstraintKind.NONE);

    /** What only {@link Conv3DTranspose} knows of its family: the number of its axes. */
    interface Rule extends TransposedConvolutionSpec, Conv3DTransposeAttributes {
        @Override
        default int axes() {
            return 3;
        }
    }
}
