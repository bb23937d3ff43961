package dev.plumb.dsl.layer;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Constraint;
import dev.plumb.dsl.ConstraintKind;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.Padding;
import dev.plumb.dsl.Regularizer;
import dev.plumb.graph.rule.Window;
import dev.plumb.graph.rule.WindowRules;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Weight;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;

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

    /** What only {@link SeparableConv1D} knows: its shape rule and weights. */
    interface Rule extends LayerSpec, SeparableConv1DAttributes {
        /** The window of the first step, over time. */
        default Window window() {
            return Window.of(1, kernelSize(), strides(), dilationRate(), padding());
        }

        @Override
        default void validate(AttributeChecks checks) {
            checks.positive("filters", filters());
            WindowRules.checkDepthwise(
                    checks, 1, kernelSize(), strides(), dilationRate(), padding(), depthMultiplier());
        }

        @Override
        default String finalActivationAttribute() {
            return "activation";
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            return WindowRules.convolution(inputs, window(), filters(), 1, activation());
        }

        @Override
        default List<Weight> weights(List<TensorType> inputs) {
            List<Weight> weights = new ArrayList<>();
            Shape depthwise = WindowRules.depthwiseKernel(inputs, window(), depthMultiplier());
            Shape pointwise = WindowRules.pointwiseKernel(inputs, window(), depthMultiplier(), filters());
            weights.add(Weight.of("depthwise_kernel", depthwise, depthwiseSettings()));
            weights.add(Weight.of("pointwise_kernel", pointwise, pointwiseSettings()));
            if (useBias()) {
                weights.add(Weight.of("bias", Shape.of(filters()), biasSettings()));
            }
            return weights;
        }
    }
}
