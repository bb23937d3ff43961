package dev.plumb.dsl.layer;

import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.OutputMode;
import dev.plumb.graph.rule.Encodings;
import dev.plumb.graph.rule.Rules;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Weight;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/**
 * The number of the bin that each number falls into: the number of boundaries that are not above it. float32 of shape S to int32 of shape S, or to
 * what {@link #outputMode} says. The boundaries are stated, or found by adapting the model to data, such that about as many numbers fall into each
 * bin. Weights, if it is adapted, not trained: bin_boundaries (numBins - 1); until then they lie above all numbers.
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Discretization {
    /** The boundaries, if they are known, each above the one before it. */
    double[] binBoundaries() default {};

    /** The number of bins, if the boundaries are found by adapting. */
    int numBins() default 0;

    /** How far a boundary may be from its place, as a share of all numbers; smaller takes more memory while adapting. */
    double epsilon() default 0.01;

    /** What is made of the bins. */
    OutputMode outputMode() default OutputMode.INT;

    /** What only {@link Discretization} knows: its shape rule and weights. */
    interface Rule extends LayerSpec, DiscretizationAttributes {
        /** The name of the weight. */
        String BOUNDARIES = "bin_boundaries";

        @Override
        default void validate(AttributeChecks checks) {
            checks.require(
                    numBins() > 1 || (numBins() == 0 && !binBoundaries().isEmpty()),
                    "numBins",
                    numBins(),
                    "at least 2, or left out where binBoundaries are stated");
            checks.require(
                    numBins() == 0 || binBoundaries().isEmpty(),
                    "binBoundaries",
                    binBoundaries(),
                    "left out where numBins is stated: adapting finds them");
            checks.require(isAscending(), "binBoundaries", binBoundaries(), "in ascending order");
            checks.require(epsilon() > 0 && epsilon() < 1, "epsilon", epsilon(), "above 0 and below 1");
            checks.require(
                    outputMode() != OutputMode.TF_IDF,
                    "outputMode",
                    outputMode(),
                    "INT, ONE_HOT, MULTI_HOT or COUNT: nothing is counted over examples");
        }

        private boolean isAscending() {
            List<Double> stated = binBoundaries();
            for (int i = 1; i < stated.size(); i++) {
                if (!(stated.get(i - 1) <= stated.get(i))) {
                    return false;
                }
            }
            return true;
        }

        /** The number of bins, stated by itself or by the boundaries. */
        default int bins() {
            return numBins() == 0 ? binBoundaries().size() + 1 : numBins();
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            return Rules.first(Rules.floats(inputs, 0), () -> Encodings.fits(inputs, outputMode()))
                    .map(Inference::failure)
                    .orElseGet(() -> Encodings.encoded(inputs.get(0), outputMode(), bins()));
        }

        @Override
        default List<Weight> weights(List<TensorType> inputs) {
            return numBins() == 0
                    ? List.of()
                    : List.of(Weight.of(
                                    BOUNDARIES,
                                    Shape.of(numBins() - 1),
                                    Weight.Settings.of(
                                            "",
                                            Init.Spec.of(Initializer.CONSTANT).constant(Float.MAX_VALUE)))
                            .notTrainable());
        }
    }
}
