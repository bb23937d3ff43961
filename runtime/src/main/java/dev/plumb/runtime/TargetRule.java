package dev.plumb.runtime;

import dev.plumb.dsl.LossFunction;
import dev.plumb.graph.Graph;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.train.OutputTraining;
import dev.plumb.train.SampleLoss;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoublePredicate;

/** What numbers the targets of each loss may be. */
final class TargetRule {
    private TargetRule() {}

    /**
     * What the loss of an output takes.
     *
     * @param sizes the symbolic sizes by their names
     */
    static List<ValueRule> of(OutputTraining training, Graph.Output output, Map<String, Long> sizes) {
        String where = InputCheck.where(output);
        SampleLoss loss = training.loss();
        Optional<LossFunction> function = loss.function();
        if (loss.hasSparseTargets()) {
            return function.equals(Optional.of(LossFunction.CIRCLE))
                    ? List.of(whole(where))
                    : classes(where, loss, output.type().shape(), sizes);
        }
        return function.flatMap(value -> dense(where, value, output)).stream().toList();
    }

    private static Optional<ValueRule> dense(String where, LossFunction loss, Graph.Output output) {
        return switch (loss) {
            case BINARY_CROSSENTROPY,
                    CATEGORICAL_CROSSENTROPY,
                    BINARY_FOCAL_CROSSENTROPY,
                    CATEGORICAL_FOCAL_CROSSENTROPY -> Optional.of(probabilities(where, loss, output));
            case KL_DIVERGENCE, CATEGORICAL_HINGE, DICE, TVERSKY ->
                Optional.of(rule(where, loss, value -> value >= 0 && value <= 1, "numbers from 0 to 1"));
            case HINGE, SQUARED_HINGE ->
                Optional.of(rule(
                        where,
                        loss,
                        value -> value == -1 || value == 0 || value == 1,
                        "labels of -1 and 1, or of 0 and 1,"));
            case POISSON, MEAN_SQUARED_LOGARITHMIC_ERROR ->
                Optional.of(rule(where, loss, value -> value >= 0, "numbers of 0 or more"));
            default -> Optional.empty();
        };
    }

    private static ValueRule rule(String where, LossFunction loss, DoublePredicate holds, String expected) {
        return new ValueRule(where, holds, value -> "expected " + expected + " for " + loss.label());
    }

    /** Class indices; fractions are none, whatever the type of the array. */
    private static List<ValueRule> classes(String where, SampleLoss loss, Shape output, Map<String, Long> sizes) {
        Dim dim = loss.classes(output).bind(sizes);
        if (!dim.isKnown()) {
            return List.of();
        }
        long classes = dim.size();
        Optional<Integer> ignored = loss.ignoredClass();
        return List.of(new ValueRule(
                where,
                value -> (value >= 0 && value < classes && value == Math.rint(value))
                        || (ignored.isPresent() && value == ignored.get()),
                value -> "expected class indices from 0 to " + (classes - 1)
                        + ignored.map(index -> ", or " + index + ", which is ignored")
                                .orElse("")));
    }

    private static ValueRule whole(String where) {
        return new ValueRule(
                where, value -> value == Math.rint(value), value -> "expected labels that are whole numbers");
    }

    private static ValueRule probabilities(String where, LossFunction loss, Graph.Output output) {
        boolean single =
                output.type().rank() == 0 || output.type().shape().last().equals(Dim.of(1));
        return new ValueRule(where, value -> value >= 0 && value <= 1, value -> {
            String expected = "expected numbers from 0 to 1 for " + loss.label();
            if (!Double.isFinite(value)) {
                return expected;
            }
            if (value == -1) {
                return expected + "; labels of -1 and 1 become 0 and 1 by (y + 1) / 2";
            }
            return expected
                    + (single && value > 1 && value == Math.rint(value)
                            ? "; class indices are for SPARSE_CATEGORICAL_CROSSENTROPY and as many units as classes"
                            : "; MEAN_SQUARED_ERROR takes any");
        });
    }
}
