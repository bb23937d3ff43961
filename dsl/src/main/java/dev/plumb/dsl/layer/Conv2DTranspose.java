package dev.plumb.dsl.layer;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Constraint;
import dev.plumb.dsl.ConstraintKind;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.Padding;
import dev.plumb.dsl.Regularizer;
import dev.plumb.graph.rule.TransposedWindow;
import dev.plumb.graph.rule.Window;
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

/** A transposed convolution over height and width, which enlarges what a convolution of the same window would shrink: each cell of the
 * input adds the kernel, times its channels, to the result: (height, width, channels) to (height', width', filters). Weights: kernel
 * (kernel height, kernel width, filters, channels), bias (filters). Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Conv2DTranspose {
    /** The number of channels of the result. */
    int filters();

    /** Height and width of the window, or one size for both. */
    int[] kernelSize();

    /** Steps of the window in the result, or one for both axes. */
    int[] strides() default 1;

    /** With SAME the result is {@code strides} times as long as the input, with VALID as long as all windows reach. */
    Padding padding() default Padding.VALID;

    /**
     * Rows and columns that the result is longer than by the formula of its padding, or one number for both, below the strides; see
     * {@link dev.plumb.graph.rule.TransposedWindow}. Empty: as long as the padding says.
     */
    int[] outputPadding() default {};

    /** Distance between the window's points, or one for both axes. */
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

    /** What only {@link Conv2DTranspose} knows: its shape rule and weights. */
    interface Rule extends LayerSpec, Conv2DTransposeAttributes {
        /** The window over height and width of the result. */
        default TransposedWindow window() {
            return TransposedWindow.of(
                    Window.of(2, kernelSize(), strides(), dilationRate(), padding()), outputPadding());
        }

        @Override
        default void validate(AttributeChecks checks) {
            checks.positive("filters", filters());
            TransposedWindow.check(checks, 2, kernelSize(), strides(), dilationRate(), padding(), outputPadding());
        }

        @Override
        default String finalActivationAttribute() {
            return "activation";
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            return window().convolution(inputs, filters(), activation());
        }

        @Override
        default List<Weight> weights(List<TensorType> inputs) {
            List<Weight> weights = new ArrayList<>();
            Shape kernel = window().kernel(inputs, filters());
            weights.add(Weight.of("kernel", kernel, kernelSettings()));
            if (useBias()) {
                weights.add(Weight.of("bias", Shape.of(filters()), biasSettings()));
            }
            return weights;
        }
    }
}
