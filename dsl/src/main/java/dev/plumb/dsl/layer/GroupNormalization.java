package dev.plumb.dsl.layer;

import dev.plumb.dsl.Constraint;
import dev.plumb.dsl.ConstraintKind;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.Regularizer;
import dev.plumb.graph.rule.Rules;
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
import java.util.Optional;

/** Splits the channels into groups of neighbours and brings each group of each example to mean 0 and variance 1 over the group's channels and
 * all other axes (biased variance), then {@code gamma · x + beta}. Weights: gamma, beta, one a channel. Keeps a mask; masked steps are
 * normalized like any other. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface GroupNormalization {
    /** The number of groups, a divisor of the number of channels; -1 makes each channel a group (instance normalization). */
    int groups() default 32;

    /** The axis of the channels, counted with the batch axis as 0 or from the end. */
    int axis() default -1;

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

    /** What only {@link GroupNormalization} knows: its shape rule and weights. */
    interface Rule extends LayerSpec, GroupNormalizationAttributes {
        /** The number of groups of this many channels. */
        default int groupsOf(int channels) {
            return groups() == -1 ? channels : groups();
        }

        @Override
        default void validate(AttributeChecks checks) {
            checks.require(
                    groups() > 0 || groups() == -1, "groups", groups(), "at least 1, or -1 for a group a channel");
            checks.notBatchAxis("axis", axis());
            checks.aboveZero("epsilon", epsilon());
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            TensorType input = inputs.get(0);
            int channels = Rules.axisOfShape(axis());
            return Rules.first(
                            Rules.rankAtLeast(inputs, 0, 1, "channels last"),
                            () -> Rules.floats(inputs, 0),
                            () -> Rules.axisExists(input, axis()),
                            () -> Rules.known(inputs, 0, channels, "gamma and beta have that many elements"),
                            () -> groups() == -1
                                    ? Optional.empty()
                                    : Rules.splits(inputs, channels, groups(), "the number of channels"))
                    .map(Inference::failure)
                    .orElseGet(() -> Inference.type(input));
        }

        @Override
        default List<Weight> weights(List<TensorType> inputs) {
            Shape shape = new Shape(List.of(inputs.get(0).shape().dim(Rules.axisOfShape(axis()))));
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
