package dev.plumb.dsl.layer;

import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.graph.rule.Rules;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
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

/**
 * Brings each channel to mean 0 and variance 1 by what is known of the data: {@code (x - mean) / √variance}. Mean and (biased) variance are stated,
 * or found by adapting the model to data. Weights, if it is adapted, not trained: mean, variance and count, the number of values that these are
 * of; they are 0, 1 and 0 until then. Keeps shape and mask.
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Normalization {
    /** The axes that have a mean and a variance for each index, counted with the batch axis as 0 or from the end; {@code {}} for one of all numbers. */
    int[] axis() default -1;

    /** The means, if they are known: one for all, or one for each index, row by row. */
    double[] mean() default {};

    /** The variances, if they are known: one for all, or one for each index, row by row. */
    double[] variance() default {};

    /** Whether it goes the other way, from mean 0 and variance 1 to those of the data: {@code mean + x · √variance}. */
    boolean invert() default false;

    /** What only {@link Normalization} knows: its shape rule and weights. */
    interface Rule extends LayerSpec, NormalizationAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            checks.notBatchAxis("axis", axis());
            checks.require(
                    mean().isEmpty() == variance().isEmpty(),
                    mean().isEmpty() ? "mean" : "variance",
                    mean().isEmpty() ? mean() : variance(),
                    "stated together with the " + (mean().isEmpty() ? "variance" : "mean"));
            checks.require(
                    variance().stream().allMatch(number -> number >= 0), "variance", variance(), "at least 0 each");
        }

        /** The same with one axis: called by classes that were generated when there could be no more. */
        default NormalizationLayer axis(int axis) {
            return ((NormalizationLayer) this).axis(List.of(axis));
        }

        /** Whether mean and variance are found by adapting. */
        default boolean isAdapted() {
            return mean().isEmpty();
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            TensorType input = inputs.get(0);
            return Rules.first(
                            Rules.floats(inputs, 0),
                            () -> axis().isEmpty()
                                    ? Optional.empty()
                                    : Rules.rankAtLeast(inputs, 0, 1, "channels last"),
                            () -> Rules.axesExist(input, axis()),
                            () -> known(inputs),
                            () -> oneEach("mean", mean(), input),
                            () -> oneEach("variance", variance(), input))
                    .map(Inference::failure)
                    .orElseGet(() -> Inference.type(input));
        }

        private Optional<Mismatch> known(List<TensorType> inputs) {
            return axis().stream()
                    .flatMap(axis ->
                            Rules.known(inputs, 0, Rules.axisOfShape(axis), "each of them has a mean of its own")
                                    .stream())
                    .findFirst();
        }

        private Optional<Mismatch> oneEach(String attribute, List<Double> numbers, TensorType input) {
            long needed = statistics(input.shape()).elements().size();
            return numbers.size() <= 1 || numbers.size() == needed
                    ? Optional.empty()
                    : Optional.of(new Mismatch.BadAttribute(
                            attribute,
                            -1,
                            numbers.size() + " numbers",
                            "one number" + (needed == 1 ? "" : ", or one for each of the " + needed + " channels")));
        }

        /** The axes of an input's shape, without batch axis, that have a mean for each index, in ascending order. */
        default List<Integer> keptAxes(int rank) {
            return axis().stream()
                    .map(axis -> axis > 0 ? axis - 1 : axis + rank)
                    .sorted()
                    .toList();
        }

        /** The shape of mean and variance. */
        default Shape statistics(Shape input) {
            List<Dim> dims = new ArrayList<>();
            keptAxes(input.rank()).forEach(axis -> dims.add(input.dim(axis)));
            return new Shape(dims);
        }

        @Override
        default List<Weight> weights(List<TensorType> inputs) {
            if (!isAdapted()) {
                return List.of();
            }
            Shape shape = statistics(inputs.get(0).shape());
            return List.of(
                    Weight.of("mean", shape, starting(Initializer.ZEROS)).notTrainable(),
                    Weight.of("variance", shape, starting(Initializer.ONES)).notTrainable(),
                    Weight.of("count", Shape.of(), starting(Initializer.ZEROS)).notTrainable());
        }

        private static Weight.Settings starting(Initializer value) {
            return Weight.Settings.of("", Init.Spec.of(value));
        }
    }
}
