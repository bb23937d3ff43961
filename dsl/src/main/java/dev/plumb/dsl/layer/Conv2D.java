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

/** A convolution over height and width: (height, width, channels) to (height', width', filters). Weights: kernel (kernel height, kernel width,
 * channels / groups, filters), bias (filters). Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Conv2D {
    /** The number of channels of the result. */
    int filters();

    /** Height and width of the window, or one size for both. */
    int[] kernelSize();

    /** Steps of the window, or one for both axes. */
    int[] strides() default 1;

    /** What surrounds the input. */
    Padding padding() default Padding.VALID;

    /** Distance between the window's points, or one for both axes. */
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

    /** What only {@link Conv2D} knows: its shape rule and weights. */
    interface Rule extends LayerSpec, Conv2DAttributes {
        /** The window over height and width. */
        default Window window() {
            return Window.of(2, kernelSize(), strides(), dilationRate(), padding());
        }

        @Override
        default void validate(AttributeChecks checks) {
            checks.positive("filters", filters());
            WindowRules.checkConvolution(checks, 2, kernelSize(), strides(), dilationRate(), padding());
            WindowRules.checkGroups(checks, filters(), groups());
        }

        @Override
        default String finalActivationAttribute() {
            return "activation";
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            return WindowRules.convolution(inputs, window(), filters(), groups(), activation());
        }

        @Override
        default List<Weight> weights(List<TensorType> inputs) {
            List<Weight> weights = new ArrayList<>();
            Shape kernel = WindowRules.kernel(inputs, window(), filters(), groups());
            weights.add(Weight.of("kernel", kernel, kernelSettings()));
            if (useBias()) {
                weights.add(Weight.of("bias", Shape.of(filters()), biasSettings()));
            }
            return weights;
        }
    }
}
