package dev.plumb.dsl.layer;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.OutputMode;
import dev.plumb.graph.rule.Encodings;
import dev.plumb.graph.rule.Rules;
import dev.plumb.graph.rule.VocabularySpec;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Optional;

/**
 * Ids without gaps for whole numbers, by a vocabulary: int32 of shape S to int32 of shape S, or to what {@link #outputMode} says. The vocabulary is
 * stated, or found by adapting the model to data: then the most frequent number comes first, of two as frequent ones the greater. Takes inputs
 * of the model. No weights; the vocabulary is saved with the model.
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface IntegerLookup {
    /** How many ids there are at most, those of the mask and of unknown numbers included; 0 for any number. */
    int maxTokens() default 0;

    /** How many ids unknown numbers share; by the remainder of a division, if there are several. Without any, an unknown number is an error. */
    int numOovIndices() default 1;

    /** A number that stands for nothing: its id is 0, or it is left out where numbers are counted. One at most. */
    int[] maskToken() default {};

    /** What a vocabulary that is stated calls unknown numbers; not learnt by adapting. */
    int oovToken() default -1;

    /** The vocabulary, if it is known; the first ids may stand in front of it. */
    int[] vocabulary() default {};

    /** The weights of the vocabulary, if it is known and the mode is TF_IDF. */
    double[] idfWeights() default {};

    /** What is made of the ids. */
    OutputMode outputMode() default OutputMode.INT;

    /** Whether there are maxTokens columns, however many numbers there are. */
    boolean padToMaxTokens() default false;

    /** What only {@link IntegerLookup} knows: its shape rule and where its terms come from. */
    interface Rule extends VocabularySpec, IntegerLookupAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            VocabularySpec.super.validate(checks);
            checks.require(maskToken().size() <= 1, "maskToken", maskToken(), "one number, or none");
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            return Rules.first(Rules.dtype(inputs, 0, DType.INT32), () -> Encodings.fits(inputs, outputMode()))
                    .map(Inference::failure)
                    .orElseGet(() -> Encodings.encoded(inputs.get(0), outputMode(), columns()));
        }

        @Override
        default int oovIndices() {
            return numOovIndices();
        }

        @Override
        default Optional<String> mask() {
            return maskToken().stream().map(Object::toString).findFirst();
        }

        @Override
        default String unknown() {
            return Integer.toString(oovToken());
        }

        @Override
        default List<String> stated() {
            return vocabulary().stream().map(Object::toString).toList();
        }

        @Override
        default boolean isOfIntegers() {
            return true;
        }
    }
}
