package dev.plumb.graph.check;

import dev.plumb.dsl.Constraint;
import dev.plumb.graph.attribute.AttributeText;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Mismatch;
import dev.plumb.graph.spec.Weight;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The axes of a norm are axes of the weight, each once. */
final class ConstraintCheck {
    private ConstraintCheck() {}

    /** The first weight of a layer, for inputs that it accepts, that does not have the axes of its constraint. */
    static Optional<Mismatch.BadAttribute> problem(LayerSpec layer, List<TensorType> inputs) {
        return layer.weights(inputs).stream()
                .filter(weight -> weight.constraint().isOfNorms() && !fits(weight))
                .findFirst()
                .map(weight -> {
                    Constraint.Spec constraint = weight.constraint();
                    return new Mismatch.BadAttribute(
                            weight.settings().constraintAttribute(),
                            -1,
                            AttributeText.format(constraint),
                            requirement(weight));
                });
    }

    private static String requirement(Weight weight) {
        int rank = weight.shape().rank();
        String needed = rank == 0
                ? "one without a norm, which is over axes"
                : "one with axis between -" + rank + " and " + (rank - 1) + ", each axis once";
        return needed + ": '" + weight.name() + "' is " + weight.shape();
    }

    private static boolean fits(Weight weight) {
        int rank = weight.shape().rank();
        List<Integer> axes = weight.constraint().axis();
        IntStream counted = axes.stream().mapToInt(axis -> axis < 0 ? axis + rank : axis);
        return counted.filter(axis -> axis >= 0 && axis < rank).distinct().count() == axes.size();
    }
}
