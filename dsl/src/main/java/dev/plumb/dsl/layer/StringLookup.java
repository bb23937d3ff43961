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
 * The ids of strings by a vocabulary: strings of shape S to int32 of shape S, or to what {@link #outputMode} says. The vocabulary is stated, or
 * found by adapting the model to data: then the most frequent string comes first, of two as frequent ones the one that is greater byte by byte.
 * Takes inputs of the model. No weights; the vocabulary is saved with the model.
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface StringLookup {
    /** How many ids there are at most, those of the mask and of unknown strings included; 0 for any number. */
    int maxTokens() default 0;

    /** How many ids unknown strings share; by their hashes, if there are several. Without any, an unknown string is an error. */
    int numOovIndices() default 1;

    /** A string that stands for nothing: its id is 0, or it is left out where strings are counted. One at most. */
    String[] maskToken() default {};

    /** What a vocabulary that is stated calls unknown strings. */
    String oovToken() default "[UNK]";

    /** The vocabulary, if it is known; the first ids may stand in front of it. */
    String[] vocabulary() default {};

    /** The weights of the vocabulary, if it is known and the mode is TF_IDF. */
    double[] idfWeights() default {};

    /** What is made of the ids. */
    OutputMode outputMode() default OutputMode.INT;

    /** Whether there are maxTokens columns, however many strings there are. */
    boolean padToMaxTokens() default false;

    /** What only {@link StringLookup} knows: its shape rule and where its terms come from. */
    interface Rule extends VocabularySpec, StringLookupAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            VocabularySpec.super.validate(checks);
            checks.require(maskToken().size() <= 1, "maskToken", maskToken(), "one string, or none");
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            return Rules.first(Rules.dtype(inputs, 0, DType.STRING), () -> Encodings.fits(inputs, outputMode()))
                    .map(Inference::failure)
                    .orElseGet(() -> Encodings.encoded(inputs.get(0), outputMode(), columns()));
        }

        @Override
        default int oovIndices() {
            return numOovIndices();
        }

        @Override
        default Optional<String> mask() {
            return maskToken().stream().findFirst();
        }

        @Override
        default String unknown() {
            return oovToken();
        }

        @Override
        default List<String> stated() {
            return vocabulary();
        }

        @Override
        default boolean isOfIntegers() {
            return false;
        }
    }
}
