package dev.plumb.dsl.layer;

import dev.plumb.dsl.Constraint;
import dev.plumb.dsl.ConstraintKind;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.Regularizer;
import dev.plumb.graph.rule.AttentionSpec;
import dev.plumb.graph.rule.HeadsAttentionSpec;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Mismatch;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Optional;

/**
 * Attention of several heads, of which groups share one head of key and value (Ainslie et al. 2023): as {@link MultiHeadAttention}, with fewer projections. Query, key and value
 * have as many features as each other; the result has them too.
 *
 * <p>Inputs, by role: {@code query}, {@code value}, {@code key} (the value, if it is left out) and {@code mask}; with one input the query is the
 * value too: self-attention. The mask (T, S) holds 0 where a step of the query must not see a step of the value. Masks over time that travel
 * with query, value and key hold as well. Keeps the mask of the query.
 *
 * <p>Weights: query/kernel (features, numQueryHeads, headDim), query/bias (numQueryHeads, headDim), key/kernel (features, numKeyValueHeads, headDim), key/bias, with a gate
 * gate/kernel and gate/bias, value/kernel, value/bias, attention_output/kernel (numQueryHeads, headDim, features), attention_output/bias (features).
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface GroupQueryAttention {
    /** The size of query, key and value in each head. */
    int headDim();

    /** The number of heads of the query. */
    int numQueryHeads();

    /** The number of heads of key and value, a divisor of numQueryHeads. */
    int numKeyValueHeads();

    /** The probability of dropping a weight of the mean, in training. */
    double dropout() default 0.0;

    /** Whether the projections add a bias. */
    boolean useBias() default true;

    /** Whether a step sees itself and earlier steps only. */
    boolean useCausalMask() default false;

    /** How far a step sees to both sides, itself included: of 2, the steps beside it; -1: all steps. */
    int slidingWindow() default -1;

    /** Whether what the heads found is multiplied by a sigmoid of a further projection of the query. */
    boolean useGate() default false;

    /** How the kernels start. */
    Init kernelInitializer() default @Init(Initializer.GLOROT_UNIFORM);

    /** How the biases start. */
    Init biasInitializer() default @Init(Initializer.ZEROS);

    /** The penalty on each kernel. */
    Regularizer kernelRegularizer() default @Regularizer;

    /** The penalty on each bias. */
    Regularizer biasRegularizer() default @Regularizer;

    /** What holds for each kernel after each step. */
    Constraint kernelConstraint() default @Constraint(ConstraintKind.NONE);

    /** What holds for each bias after each step. */
    Constraint biasConstraint() default @Constraint(ConstraintKind.NONE);

    /** What only {@link GroupQueryAttention} knows of its family: how many heads of which sizes there are. */
    interface Rule extends HeadsAttentionSpec, GroupQueryAttentionAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            checks.positive("headDim", headDim());
            checks.positive("numQueryHeads", numQueryHeads());
            checks.positive("numKeyValueHeads", numKeyValueHeads());
            checks.require(
                    numKeyValueHeads() < 1 || numQueryHeads() % numKeyValueHeads() == 0,
                    "numKeyValueHeads",
                    numKeyValueHeads(),
                    "a divisor of numQueryHeads = " + numQueryHeads());
            HeadsAttentionSpec.super.validate(checks);
        }

        @Override
        default int queryHeads() {
            return numQueryHeads();
        }

        @Override
        default int keyValueHeads() {
            return numKeyValueHeads();
        }

        @Override
        default int headKeyDim() {
            return headDim();
        }

        @Override
        default int headValueDim() {
            return headDim();
        }

        @Override
        default Optional<Mismatch> unlike(List<TensorType> inputs) {
            return AttentionSpec.sameFeatures(
                    inputs, QUERY, valueInput(inputs.size()), "a value of as many features as its query");
        }

        @Override
        default Shape features(List<TensorType> inputs) {
            return Shape.of(AttentionSpec.size(inputs, QUERY));
        }
    }
}
