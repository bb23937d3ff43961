package dev.plumb.dsl.layer;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Constraint;
import dev.plumb.dsl.ConstraintKind;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.Regularizer;
import dev.plumb.graph.rule.Rules;
import dev.plumb.graph.shape.Count;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.KernelSpec;
import dev.plumb.graph.spec.Weight;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;

/** A densely connected layer on the last axis: {@code activation(x · kernel + bias)}, (…, inputs) to (…, units). Weights: kernel (inputs,
 * units), bias (units). Keeps a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Dense {
    /** The size of the last axis of the result. */
    int units();

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

    /** What only {@link Dense} knows: its shape rule and weights. */
    interface Rule extends KernelSpec, DenseAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            checks.positive("units", units());
        }

        @Override
        default String finalActivationAttribute() {
            return "activation";
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            TensorType input = inputs.get(0);
            return Rules.first(
                            Rules.rankAtLeast(inputs, 0, 1, "features last"),
                            () -> Rules.floats(inputs, 0),
                            () -> Rules.known(inputs, 0, -1, "the kernel has that many rows"),
                            () -> Rules.activationFits(activation(), Dim.of(units())))
                    .map(Inference::failure)
                    .orElseGet(() -> Inference.type(input.withShape(
                            Rules.activated(activation(), input.shape().with(-1, Dim.of(units()))))));
        }

        @Override
        default Count multiplyAdds(List<TensorType> inputs) {
            return Count.of(inputs.get(0).shape()).times(units());
        }

        @Override
        default List<Weight> weights(List<TensorType> inputs) {
            List<Weight> weights = new ArrayList<>();
            long features = inputs.get(0).shape().last().size();
            weights.add(Weight.of("kernel", Shape.of(features, units()), kernelSettings()));
            if (useBias()) {
                weights.add(Weight.of("bias", Shape.of(units()), biasSettings()));
            }
            return weights;
        }
    }
}
