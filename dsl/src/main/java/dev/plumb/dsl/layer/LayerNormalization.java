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
import dev.plumb.graph.spec.Mismatch;
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

    /** What only {@link LayerNormalization} knows: its shape rule and weights. */
    interface Rule extends LayerSpec, LayerNormalizationAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            checks.aboveZero("epsilon", epsilon());
            checks.require(!axis().isEmpty(), "axis", axis(), "at least one axis");
            checks.notBatchAxis("axis", axis());
            // Keras sorts the numbers as they are: with both kinds, gamma's axes would come in another order than the
            // input's.
            checks.require(
                    axis().stream().allMatch(number -> number < 0)
                            || axis().stream().allMatch(number -> number >= 0),
                    "axis",
                    axis(),
                    "counted from one side, the start or the end");
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            TensorType input = inputs.get(0);
            return Rules.first(
                            Rules.rankAtLeast(inputs, 0, 1, "features last"),
                            () -> Rules.floats(inputs, 0),
                            () -> Rules.axesExist(input, axis()),
                            () -> sizesKnown(inputs))
                    .map(Inference::failure)
                    .orElseGet(() -> Inference.type(input));
        }

        private Optional<Mismatch> sizesKnown(List<TensorType> inputs) {
            return axis().stream()
                    .map(number ->
                            Rules.known(inputs, 0, Rules.axisOfShape(number), "gamma and beta have that many elements"))
                    .flatMap(Optional::stream)
                    .findFirst();
        }

        @Override
        default List<Weight> weights(List<TensorType> inputs) {
            Shape input = inputs.get(0).shape();
            Shape shape = new Shape(axis().stream()
                    .sorted()
                    .map(number -> input.dim(Rules.axisOfShape(number)))
                    .toList());
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
