package dev.plumb.dsl.layer;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.OutputMode;
import dev.plumb.dsl.Splitting;
import dev.plumb.dsl.Standardization;
import dev.plumb.graph.rule.Encodings;
import dev.plumb.graph.rule.Rules;
import dev.plumb.graph.rule.VocabularySpec;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.Mismatch;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Optional;

/**
 * Texts as ids of their tokens: a string an example to int32 (outputSequenceLength), cut or filled with 0, or to one row of columns as {@link
 * #outputMode} says. The text is standardized, split, its n-grams are joined by a space; ids are as those of {@link StringLookup}. In the mode
 * INT, 0 is padding and 1 any unknown token; in the others 0 is any unknown token. Takes inputs of the model. No weights; the vocabulary is
 * saved with the model. A mask is made of 0 by {@code @Embedding(maskZero = true)}.
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface TextVectorization {
    /** How many ids there are at most, those of padding and unknown tokens included; 0 for any number. */
    int maxTokens() default 0;

    /** What is done to a text first. */
    Standardization standardize() default Standardization.LOWER_AND_STRIP_PUNCTUATION;

    /** What the tokens of a text are. */
    Splitting split() default Splitting.WHITESPACE;

    /** The lengths of the sequences of tokens that are terms: one n for all from 1 to n, several for these; none for single tokens. */
    int[] ngrams() default {};

    /** What is made of the ids. */
    OutputMode outputMode() default OutputMode.INT;

    /** The number of ids of an example in the mode INT. Sizes are known when compiling, so it is to be stated. */
    int outputSequenceLength() default 0;

    /** Whether there are maxTokens columns, however many tokens there are. */
    boolean padToMaxTokens() default false;

    /** The vocabulary, if it is known; the first ids may stand in front of it. */
    String[] vocabulary() default {};

    /** The weights of the vocabulary, if it is known and the mode is TF_IDF. */
    double[] idfWeights() default {};

    /** What only {@link TextVectorization} knows: its shape rule and where its terms come from. */
    interface Rule extends VocabularySpec, TextVectorizationAttributes {
        /** What Keras calls unknown tokens. */
        String UNKNOWN = "[UNK]";

        @Override
        default void validate(AttributeChecks checks) {
            VocabularySpec.super.validate(checks);
            boolean isIds = outputMode() == OutputMode.INT;
            checks.require(
                    isIds ? outputSequenceLength() > 0 : outputSequenceLength() == 0,
                    "outputSequenceLength",
                    outputSequenceLength(),
                    isIds
                            ? "at least 1 in the mode INT: the number of ids of an example is to be known when compiling"
                            : "left out in the mode " + outputMode() + ", which has a column for each token");
            checks.require(
                    outputMode() != OutputMode.ONE_HOT,
                    "outputMode",
                    outputMode(),
                    "INT, MULTI_HOT, COUNT or TF_IDF: a row for each token of a text is what @Embedding or"
                            + " @CategoryEncoding(outputMode = ONE_HOT) makes of ids");
            checks.require(
                    ngrams().stream().allMatch(length -> length >= 1), "ngrams", ngrams(), "lengths of at least 1");
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            return Rules.first(Rules.dtype(inputs, 0, DType.STRING), () -> oneText(inputs.get(0)))
                    .map(Inference::failure)
                    .orElseGet(() -> outputMode() == OutputMode.INT
                            ? Inference.type(TensorType.of(Shape.of(outputSequenceLength()), DType.INT32))
                            : Encodings.encoded(inputs.get(0), outputMode(), columns()));
        }

        private Optional<Mismatch> oneText(TensorType input) {
            boolean one = input.rank() == 0 || input.shape().equals(new Shape(List.of(Dim.of(1))));
            boolean several = input.rank() == 1 && split() == Splitting.WHOLE;
            return one || several ? Optional.empty() : Optional.of(new Mismatch.Rank(0, "one text an example, (1)"));
        }

        @Override
        default int oovIndices() {
            return 1;
        }

        @Override
        default Optional<String> mask() {
            return Optional.of("");
        }

        @Override
        default String unknown() {
            return UNKNOWN;
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
