package dev.plumb.dsl.layer;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.OutputMode;
import dev.plumb.graph.rule.Encodings;
import dev.plumb.graph.rule.Rules;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/**
 * Columns for ids from 0 to numTokens - 1, int32 to float32. ONE_HOT: a row for each id, of shape S to (S, numTokens), where a last axis of size 1
 * is replaced. MULTI_HOT and COUNT: one row for the ids of an example, (n) to (numTokens). No weights.
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface CategoryEncoding {
    /** The number of ids. */
    int numTokens();

    /** What the columns say. */
    OutputMode outputMode() default OutputMode.MULTI_HOT;

    /** What only {@link CategoryEncoding} knows: its shape rule. */
    interface Rule extends LayerSpec, CategoryEncodingAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            checks.positive("numTokens", numTokens());
            checks.require(
                    outputMode() != OutputMode.INT && outputMode() != OutputMode.TF_IDF,
                    "outputMode",
                    outputMode(),
                    "ONE_HOT, MULTI_HOT or COUNT");
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            return Rules.first(Rules.dtype(inputs, 0, DType.INT32), () -> Encodings.fits(inputs, outputMode()))
                    .map(Inference::failure)
                    .orElseGet(() -> Encodings.encoded(inputs.get(0), outputMode(), numTokens()));
        }
    }
}
