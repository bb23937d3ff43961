package dev.plumb.dsl.layer;

import dev.plumb.dsl.Constraint;
import dev.plumb.dsl.ConstraintKind;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.Regularizer;
import dev.plumb.graph.rule.AttentionSpec;
import dev.plumb.graph.rule.HeadsAttentionSpec;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/**
 * Attention of several heads side by side (Vaswani et al. 2017): each step of the query (T, queryFeatures) becomes a mean of the steps of the
 * value (S, valueFeatures), weighted by {@code softmax(query · key / sqrt(keyDim))}. The result is (T, queryFeatures), or (T, outputShape…).
 *
 * <p>Inputs, by role: {@code query}, {@code value}, {@code key} (the value, if it is left out) and {@code mask}; with one input the query is the
 * value too: self-attention. The mask (T, S) holds 0 where a step of the query must not see a step of the value. Masks over time that travel
 * with query, value and key hold as well. Keeps the mask of the query. A step of the query that may see nothing sees all steps of the value
 * alike; with dropout it sees nothing, as in Keras on TensorFlow.
 *
 * <p>Weights: query/kernel (queryFeatures, numHeads, keyDim), query/bias (numHeads, keyDim), key/kernel, key/bias, value/kernel
 * (valueFeatures, numHeads, valueDim), value/bias, with a gate before these gate/kernel (queryFeatures, numHeads, valueDim) and gate/bias, attention_output/kernel (numHeads, valueDim, outputShape…), attention_output/bias
 * (outputShape…).
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface MultiHeadAttention {
    /** The number of heads. */
    int numHeads();

    /** The size of query and key in each head. */
    int keyDim();

    /** The size of the value in each head; -1: keyDim. */
    int valueDim() default -1;

    /** The probability of dropping a weight of the mean, in training. */
    double dropout() default 0.0;

    /** Whether the projections add a bias. */
    boolean useBias() default true;

    /** The axes of the result after time. Empty: one, of the query's size. */
    int[] outputShape() default {};

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

    /** What only {@link MultiHeadAttention} knows of its family: how many heads of which sizes there are, and the axes of the result. */
    interface Rule extends HeadsAttentionSpec, MultiHeadAttentionAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            checks.positive("numHeads", numHeads());
            checks.positive("keyDim", keyDim());
            checks.require(valueDim() > 0 || valueDim() == -1, "valueDim", valueDim(), "at least 1, or -1 for keyDim");
            HeadsAttentionSpec.super.validate(checks);
            checks.require(
                    outputShape().stream().allMatch(size -> size > 0),
                    "outputShape",
                    outputShape(),
                    "sizes of at least 1");
        }

        @Override
        default int queryHeads() {
            return numHeads();
        }

        @Override
        default int keyValueHeads() {
            return numHeads();
        }

        @Override
        default int headKeyDim() {
            return keyDim();
        }

        @Override
        default int headValueDim() {
            return valueDim() == -1 ? keyDim() : valueDim();
        }

        @Override
        default Shape features(List<TensorType> inputs) {
            return outputShape().isEmpty()
                    ? Shape.of(AttentionSpec.size(inputs, QUERY))
                    : new Shape(outputShape().stream().map(Dim::of).toList());
        }
    }
}
