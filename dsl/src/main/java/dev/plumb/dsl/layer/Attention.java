package dev.plumb.dsl.layer;

import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.ScoreMode;
import dev.plumb.graph.rule.AttentionSpec;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
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

/** Attention by products (Luong et al. 2015): each step of the query becomes a mean of the steps of the value, weighted by {@code softmax(query · key)}; there is no
 * division by a root. Inputs, by role: {@code query} (T, features), {@code value} (S, …) and {@code key} (the value, if it is left out) (S, features); with
 * one input the query is the value too: self-attention. The result is (T, features of the value). Steps that a mask of the value excludes are not looked at; what a mask of the query
 * excludes becomes 0. Keeps the mask of the query. Weights: scale (), if it is used, and concat_score_weight () in the mode CONCAT_SCORE; both start at 1. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Attention {
    /** Whether the products, or what is added, are multiplied by a learned number. */
    boolean useScale() default false;

    /** How query and key are compared. */
    ScoreMode scoreMode() default ScoreMode.DOT_SCORE;

    /** The probability of dropping a weight of the mean, in training. */
    double dropout() default 0.0;

    /** Whether a step sees itself and earlier steps only. */
    boolean useCausalMask() default false;

    /** What only {@link Attention} knows of its family: its weights, and that it takes no mask as an input. */
    interface Rule extends AttentionSpec, AttentionAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            checks.fraction("dropout", dropout());
        }

        @Override
        default boolean multipliesQueryByKey() {
            return scoreMode() == ScoreMode.DOT_SCORE;
        }

        @Override
        default List<String> inputNames() {
            return ROLES.subList(0, MASK);
        }

        @Override
        default Shape features(List<TensorType> inputs) {
            return Shape.of(AttentionSpec.size(inputs, valueInput(inputs.size())));
        }

        @Override
        default Optional<Mismatch> unlike(List<TensorType> inputs) {
            return AttentionSpec.sameFeatures(
                    inputs, QUERY, keyInput(inputs.size()), "a key of as many features as its query");
        }

        @Override
        default List<Weight> weights(List<TensorType> inputs) {
            Weight.Settings one = Weight.Settings.of("", Init.Spec.of(Initializer.ONES));
            List<Weight> weights = new ArrayList<>();
            if (useScale()) {
                weights.add(Weight.of("scale", Shape.of(), one));
            }
            if (scoreMode() == ScoreMode.CONCAT_SCORE) {
                weights.add(Weight.of("concat_score_weight", Shape.of(), one));
            }
            return weights;
        }
    }
}
