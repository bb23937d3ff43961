package dev.plumb.dsl.layer;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.OutputMode;
import dev.plumb.graph.rule.Encodings;
import dev.plumb.graph.rule.Rules;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Arity;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.Mismatch;
import dev.plumb.graph.spec.PreprocessingSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Optional;

/**
 * One id for what two or more categories are together, by a hash into so many bins: {@code @HashedCrossing(numBins = 1000) Tensor place(Tensor city, Tensor
 * job);}. Strings or int32, one a feature and example, of shape () or (1), to int32 of that shape, or with {@link OutputMode#ONE_HOT} to (numBins). The order of the inputs
 * counts. The hash is that of TensorFlow's {@code sparse.cross_hashed}: strings by FarmHash64, whole numbers as they are. Takes inputs of the model. No weights.
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface HashedCrossing {
    /** The number of bins. */
    int numBins();

    /** What is made of the bins: {@link OutputMode#INT} or {@link OutputMode#ONE_HOT}. */
    OutputMode outputMode() default OutputMode.INT;

    /** What only {@link HashedCrossing} knows: its shape rule. */
    interface Rule extends PreprocessingSpec, HashedCrossingAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            checks.positive("numBins", numBins());
            checks.require(
                    outputMode() == OutputMode.INT || outputMode() == OutputMode.ONE_HOT,
                    "outputMode",
                    outputMode(),
                    "INT or ONE_HOT: an example has one crossing");
        }

        @Override
        default Arity arity() {
            return Arity.atLeast(2);
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            return wrong(inputs)
                    .map(Inference::failure)
                    .orElseGet(() -> Encodings.encoded(inputs.get(0), outputMode(), numBins()));
        }

        private static Optional<Mismatch> wrong(List<TensorType> inputs) {
            for (int i = 0; i < inputs.size(); i++) {
                Optional<Mismatch> wrong = Rules.dtype(inputs, i, DType.STRING, DType.INT32);
                Shape shape = inputs.get(i).shape();
                if (wrong.isEmpty() && !isOne(shape)) {
                    wrong = Optional.of(new Mismatch.WrongShape(i, "a feature of one value an example,", Shape.of(1)));
                }
                if (wrong.isEmpty() && !shape.equals(inputs.get(0).shape())) {
                    wrong = Optional.of(new Mismatch.DifferentShapes(0, i));
                }
                if (wrong.isPresent()) {
                    return wrong;
                }
            }
            return Optional.empty();
        }

        private static boolean isOne(Shape shape) {
            return shape.rank() == 0 || (shape.rank() == 1 && shape.last().equals(Dim.of(1)));
        }
    }
}
