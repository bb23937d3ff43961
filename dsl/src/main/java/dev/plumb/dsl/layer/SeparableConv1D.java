package dev.plumb.dsl.layer;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Constraint;
import dev.plumb.dsl.ConstraintKind;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.Padding;
import dev.plumb.dsl.Regularizer;
import dev.plumb.graph.rule.SeparableConvolutionSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A convolution over time in two steps: each channel on its own, then a mixture of channels at each point: (time, channels) to (time',
 * filters). Weights: depthwise_kernel (kernel size, channels, depthMultiplier), pointwise_kernel (1, channels · depthMultiplier, filters),
 * bias (filters). Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface SeparableConv1D {
    /** The number of channels of the result. */
    int filters();

    /** The steps that the window covers. */
    int[] kernelSize();

    /** How far the window moves. */
    int[] strides() default 1;

    /** What surrounds the input. */
    Padding padding() default Padding.VALID;

    /** Distance between the window's points. */
    int[] dilationRate() default 1;

    /** The number of filters for each channel in the first step. */
    int depthMultiplier() default 1;

    /** What is applied to the result. */
    ActivationFunction activation() default ActivationFunction.LINEAR;

    /** Whether a bias is added. */
    boolean useBias() default true;

    /** How the depthwise kernel starts. */
    Init depthwiseInitializer() default @Init(Initializer.GLOROT_UNIFORM);

    /** How the pointwise kernel starts. */
    Init pointwiseInitializer() default @Init(Initializer.GLOROT_UNIFORM);

    /** How the bias starts. */
    Init biasInitializer() default @Init(Initializer.ZEROS);

    /** The penalty on the depthwise kernel. */
    Regularizer depthwiseRegularizer() default @Regularizer;

    /** The penalty on the pointwise kernel. */
    Regularizer pointwiseRegularizer() default @Regularizer;

    /** The penalty on the bias. */
    Regularizer biasRegularizer() default @Regularizer;

    /** What holds for the depthwise kernel after each step. */
    Constraint depthwiseConstraint() default @Constraint(ConstraintKind.NONE);

    /** What holds for the pointwise kernel after each step. */
    Constraint pointwiseConstraint() default @Constraint(ConstraintKind.NONE);

    /** What holds for the bias after each step. */
    Constraint biasConstraint() default @Constraint(ConstraintKind.NONE);

    /** What only {@link SeparableConv1D} knows of its family: the number of its axes. */
    interface Rule extends SeparableConvolutionSpec, SeparableConv1DAttributes {
        @Override
        default int axes() {
            return 1;
        }
    }
}
