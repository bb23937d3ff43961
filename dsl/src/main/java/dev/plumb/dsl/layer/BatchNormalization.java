package dev.plumb.dsl.layer;

import dev.plumb.dsl.Constraint;
import dev.plumb.dsl.ConstraintKind;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.Regularizer;
import dev.plumb.graph.rule.Rules;
import dev.plumb.graph.shape.Dim;
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
import java.util.OptionalDouble;

/** Brings each channel to mean 0 and variance 1, then {@code gamma · x + beta}: over the batch in training (biased variance), by the moving
 * statistics otherwise and when frozen. Weights: gamma, beta, and moving_mean, moving_variance (not trainable). Keeps a mask and leaves
 * masked steps out of the statistics. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface BatchNormalization {
    /** The axis that keeps its own statistics, counted with the batch axis as 0 or from the end. */
    int axis() default -1;

    /** How much of the moving statistics each training step keeps. */
    double momentum() default 0.99;

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

    /** How the moving mean starts. */
    Init movingMeanInitializer() default @Init(Initializer.ZEROS);

    /** How the moving variance starts. */
    Init movingVarianceInitializer() default @Init(Initializer.ONES);

    /** The penalty on beta. */
    Regularizer betaRegularizer() default @Regularizer;

    /** The penalty on gamma. */
    Regularizer gammaRegularizer() default @Regularizer;

    /** What holds for beta after each step. */
    Constraint betaConstraint() default @Constraint(ConstraintKind.NONE);

    /** What holds for gamma after each step. */
    Constraint gammaConstraint() default @Constraint(ConstraintKind.NONE);

    /**
     * Whether training normalizes almost as prediction does (batch renormalization, Ioffe 2017): what was normalized by the batch is multiplied by r, the batch's standard deviation over
     * a moving one, and d is added, the difference of the batch's mean from a moving one over that deviation. No gradient goes through r and d. For small batches. Weights beside the
     * others, none of them trained: moving_stddev, of which moving_variance follows, renorm_mean, renorm_stddev.
     */
    boolean renorm() default false;

    /** The least that r may be. */
    double renormRmin() default 0;

    /** The most that r may be. */
    double renormRmax() default Double.POSITIVE_INFINITY;

    /** How far d may be from 0. */
    double renormDmax() default Double.POSITIVE_INFINITY;

    /** How much of the statistics that r and d come from each training step keeps. */
    double renormMomentum() default 0.99;

    /** What only {@link BatchNormalization} knows: its shape rule and weights. */
    interface Rule extends LayerSpec, BatchNormalizationAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            checks.fraction("momentum", momentum());
            checks.aboveZero("epsilon", epsilon());
            checks.notBatchAxis("axis", axis());
            checks.fraction("renormMomentum", renormMomentum());
            checks.require(renormRmin() >= 0, "renormRmin", renormRmin(), "at least 0");
            checks.require(
                    renormRmax() >= renormRmin(), "renormRmax", renormRmax(), "at least renormRmin = " + renormRmin());
            checks.require(renormDmax() >= 0, "renormDmax", renormDmax(), "at least 0");
            if (renorm()) {
                checks.require(
                        startOfVariance().isPresent(),
                        "movingVarianceInitializer",
                        movingVarianceInitializer(),
                        "ZEROS, ONES or CONSTANT, 0 or more: with renorm its root starts a weight of its own");
            }
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            return Rules.channels(inputs, axis(), "each of them keeps statistics of its own")
                    .map(Inference::failure)
                    .orElseGet(() -> Inference.type(inputs.get(0)));
        }

        @Override
        default List<Weight> weights(List<TensorType> inputs) {
            Dim channels = inputs.get(0).shape().dim(Rules.axisOfShape(axis()));
            Shape shape = new Shape(List.of(channels));
            List<Weight> weights = new ArrayList<>();
            if (scale()) {
                weights.add(Weight.of("gamma", shape, gammaSettings()));
            }
            if (center()) {
                weights.add(Weight.of("beta", shape, betaSettings()));
            }
            weights.add(Weight.of("moving_mean", shape, movingMeanSettings()).notTrainable());
            weights.add(Weight.of("moving_variance", shape, movingVarianceSettings())
                    .notTrainable());
            if (renorm()) {
                Init.Spec stddev = Init.Spec.of(Initializer.CONSTANT)
                        .constant(Math.sqrt(startOfVariance().orElse(1)));
                weights.add(Weight.of("moving_stddev", shape, Weight.Settings.of("", stddev))
                        .notTrainable());
                weights.add(
                        Weight.of("renorm_mean", shape, movingMeanSettings()).notTrainable());
                weights.add(Weight.of("renorm_stddev", shape, Weight.Settings.of("", stddev))
                        .notTrainable());
            }
            return weights;
        }

        /** What all elements of the moving variance start at, if it is one number of which there is a root. */
        private OptionalDouble startOfVariance() {
            return switch (movingVarianceInitializer().value()) {
                case ZEROS -> OptionalDouble.of(0);
                case ONES -> OptionalDouble.of(1);
                case CONSTANT ->
                    movingVarianceInitializer().constant() >= 0
                            ? OptionalDouble.of(movingVarianceInitializer().constant())
                            : OptionalDouble.empty();
                default -> OptionalDouble.empty();
            };
        }
    }
}
