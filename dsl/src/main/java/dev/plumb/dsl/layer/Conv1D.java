package dev.plumb.dsl.layer;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Constraint;
import dev.plumb.dsl.ConstraintKind;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.Padding;
import dev.plumb.dsl.Regularizer;
import dev.plumb.graph.rule.ConvolutionSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A convolution over time: (time, channels) to (time', filters). Weights: kernel (kernel size, channels / groups, filters), bias (filters).
 * Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Conv1D {
    /** The number of channels of the result. */
    int filters();

    /** The steps that the window covers. */
    int[] kernelSize();

    /** How far the window moves. */
    int[] strides() default 1;

    /** What surrounds the input; with CAUSAL no output sees a later input. */
    Padding padding() default Padding.VALID;

    /** Distance between the window's points. */
    int[] dilationRate() default 1;

    /** Into how many groups channels and filters are split, each group on its own. */
    int groups() default 1;

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

    /** What only {@link Conv1D} knows of its family: the number of its axes. */
    interface Rule extends ConvolutionSpec, Conv1DAttributes {
        @Override
        default int axes() {
            return 1;
        }
    }
}
