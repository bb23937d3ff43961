package dev.plumb.dsl.layer;

import dev.plumb.dsl.Constraint;
import dev.plumb.dsl.ConstraintKind;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.Regularizer;
import dev.plumb.graph.rule.OverAxesSpec;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Weight;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings each example to mean 0 and variance 1 over some axes (biased variance), then {@code gamma · x + beta}. Weights: gamma, beta, of the
 * sizes of these axes. Keeps a mask; masked steps are normalized like any other. Where the square of
 * a distance from the mean exceeds the largest number, beyond 1e19, the result is beta, as in Keras. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface LayerNormalization {
    /** The axes to normalize over, counted with the batch axis as 0, or all from the end. */
    int[] axis() default -1;

    /** Added to the variance. */
    double epsilon() default 1e-3;

    /** Whether beta is added. */
    boolean center() default true;

    /** Whether the result is multiplied by gamma. */
    boolean scale() default true;

    /** How beta starts. */
    Init betaInitializer() default @Init(Initializer.ZEROS);

    /** How gamma starts. */
    Init gammaInitializer() default @Init(Initializer.ONES);

    /** The penalty on beta. */
    Regularizer betaRegularizer() default @Regularizer;

    /** The penalty on gamma. */
    Regularizer gammaRegularizer() default @Regularizer;

    /** What holds for beta after each step. */
    Constraint betaConstraint() default @Constraint(ConstraintKind.NONE);

    /** What holds for gamma after each step. */
    Constraint gammaConstraint() default @Constraint(ConstraintKind.NONE);

    /** What only {@link LayerNormalization} knows of its family: its weights. */
    interface Rule extends OverAxesSpec, LayerNormalizationAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            checks.aboveZero("epsilon", epsilon());
            OverAxesSpec.super.validate(checks);
        }

        @Override
        default Optional<String> needsSizes() {
            return Optional.of("gamma and beta have that many elements");
        }

        @Override
        default List<Weight> weights(List<TensorType> inputs) {
            Shape shape = sizes(inputs);
            List<Weight> weights = new ArrayList<>();
            if (scale()) {
                weights.add(Weight.of("gamma", shape, gammaSettings()));
            }
            if (center()) {
                weights.add(Weight.of("beta", shape, betaSettings()));
            }
            return weights;
        }
    }
}
