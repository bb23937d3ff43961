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

/** A transposed convolution over time, which enlarges what a convolution of the same window would shrink: each cell of the input adds the
 * kernel, times its channels, to the result: (time, channels) to (time', filters). Weights: kernel (kernel size, filters, channels), bias
 * (filters). Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Conv1DTranspose {
    /** The number of channels of the result. */
    int filters();

    /** The steps that the window covers. */
    int[] kernelSize();

    /** How far the window moves in the result. */
    int[] strides() default 1;

    /** With SAME the result is {@code strides} times as long as the input, with VALID as long as all windows reach. */
    Padding padding() default Padding.VALID;

    /**
     * Steps that the result is longer than by the formula of its padding, below the strides; see
     * {@link dev.plumb.graph.rule.TransposedWindow}. Empty: as long as the padding says.
     */
    int[] outputPadding() default {};

    /** Distance between the window's points. */
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

    /** What only {@link Conv1DTranspose} knows of its family: the number of its axes. */
    interface Rule extends TransposedConvolutionSpec, Conv1DTransposeAttributes {
        @Override
        default int axes() {
            return 1;
        }
    }
}
