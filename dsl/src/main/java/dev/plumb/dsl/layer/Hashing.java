package dev.plumb.dsl.layer;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.OutputMode;
import dev.plumb.graph.rule.Encodings;
import dev.plumb.graph.rule.Rules;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.PreprocessingSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/**
 * Ids of strings or whole numbers without a vocabulary: by their hashes, into so many bins. Strings or int32 of shape S to int32 of shape S, or to
 * what {@link #outputMode} says. The hash is FarmHash64 of the UTF-8 bytes, with a salt SipHash64; a number is hashed as its decimal text. Takes
 * inputs of the model. No weights.
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Hashing {
    /** The number of bins. */
    int numBins();

    /** What stands for nothing and has the bin 0 for itself; of numbers the decimal text. One at most. */
    String[] maskValue() default {};

    /** The key of SipHash64, of two numbers or one that is taken twice; without one, the hash is FarmHash64. */
    int[] salt() default {};

    /** What is made of the bins. */
    OutputMode outputMode() default OutputMode.INT;

    /** What only {@link Hashing} knows: its shape rule. */
    interface Rule extends PreprocessingSpec, HashingAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            checks.positive("numBins", numBins());
            checks.require(maskValue().size() <= 1, "maskValue", maskValue(), "one value, or none");
            checks.require(salt().size() <= 2, "salt", salt(), "one number or two");
            checks.require(
                    outputMode() != OutputMode.TF_IDF,
                    "outputMode",
                    outputMode(),
                    "INT, ONE_HOT, MULTI_HOT or COUNT: nothing is counted over examples");
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            return Rules.first(
                            Rules.dtype(inputs, 0, DType.STRING, DType.INT32),
                            () -> Encodings.fits(inputs, outputMode()))
                    .map(Inference::failure)
                    .orElseGet(() -> Encodings.encoded(inputs.get(0), outputMode(), numBins()));
        }
    }
}
