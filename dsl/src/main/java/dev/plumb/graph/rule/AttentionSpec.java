package dev.plumb.graph.rule;

import dev.plumb.dsl.DType;
import dev.plumb.graph.shape.Assumption;
import dev.plumb.graph.shape.Count;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Arity;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Mismatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The family of attentions: each step of the query becomes a mean of the steps of the value, weighted by how its key suits the query. Inputs by role are query, value and
 * key; with one input the query is the value too: self-attention. Masks over time that travel with them hold; that of the query passes on.
 */
public interface AttentionSpec extends LayerSpec {
    /** All roles; not every layer has the last. */
    List<String> ROLES = List.of("query", "value", "key", "mask");

    /** The index of the query. */
    int QUERY = 0;

    /** The index of the mask, where there is one. */
    int MASK = 3;

    /** The probability of dropping a weight of the mean, in training. */
    double dropout();

    /** Whether a step sees itself and earlier steps only. */
    boolean useCausalMask();

    /** The axes of the result after time, for inputs that fit. */
    Shape features(List<TensorType> inputs);

    /** What else of the inputs does not fit, once they are sequences with a key for each step of the value. */
    default Optional<Mismatch> unlike(List<TensorType> inputs) {
        return Optional.empty();
    }

    @Override
    default List<String> inputNames() {
        return ROLES;
    }

    @Override
    default Arity arity() {
        return Arity.between(1, inputNames().size());
    }

    /** A key without a value says nothing about what is looked up; otherwise the value is the query's, and the key the value's. */
    @Override
    default Optional<String> inputDefault(String role, Set<String> given) {
        return switch (role) {
            case "value" -> given.contains("key") ? Optional.empty() : Optional.of("query");
            case "key" -> Optional.of("value");
            default -> Optional.empty();
        };
    }

    /** The index of the input that is the value. */
    default int valueInput(int inputs) {
        return Math.min(1, inputs - 1);
    }

    /** The index of the input that is the key. */
    default int keyInput(int inputs) {
        return Math.min(2, inputs - 1);
    }

    /** The index of the input that is the mask, if there is one. */
    default Optional<Integer> maskInput(int inputs) {
        return inputs > MASK ? Optional.of(MASK) : Optional.empty();
    }

    /** Steps that a mask excludes are not looked at; the query's mask passes on. */
    @Override
    default boolean usesMask() {
        return true;
    }

    @Override
    default Inference infer(List<TensorType> inputs) {
        return Rules.first(
                        sequences(inputs),
                        () -> sameSteps(inputs, valueInput(inputs.size()), keyInput(inputs.size())),
                        () -> unlike(inputs),
                        () -> maskInput(inputs.size()).flatMap(mask -> maskFits(inputs)))
                .map(Inference::failure)
                .orElseGet(() -> Inference.type(inputs.get(QUERY).withShape(result(inputs)))
                        .assuming(assumptions(inputs)));
    }

    /** Whether a score is a product of query and key; else it is computed element by element. */
    boolean multipliesQueryByKey();

    /**
     * For each pair of a step of the query and one of the value: the score, if it is a product of so many features, and the part of the value in the mean, a product for
     * each of its features.
     */
    @Override
    default Count multiplyAdds(List<TensorType> inputs) {
        long score = multipliesQueryByKey() ? size(inputs, keyInput(inputs.size())) : 0;
        return pairs(inputs, valueInput(inputs.size())).times(score + size(inputs, valueInput(inputs.size())));
    }

    /** The number of pairs of a step of the query and one of the value; what a mask excludes is computed, too. */
    static Count pairs(List<TensorType> inputs, int value) {
        return Count.of(steps(inputs, QUERY)).times(Count.of(steps(inputs, value)));
    }

    private static Optional<Mismatch> sequences(List<TensorType> inputs) {
        for (int operand = 0; operand < Math.min(MASK, inputs.size()); operand++) {
            int at = operand;
            Optional<Mismatch> wrong = Rules.first(
                    Rules.rank(inputs, at, 2, ROLES.get(at) + ": time, features"),
                    () -> Rules.floats(inputs, at),
                    () -> Rules.known(inputs, at, -1, "a kernel has that many rows"));
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private static Optional<Mismatch> sameSteps(List<TensorType> inputs, int value, int key) {
        return steps(inputs, value).compare(steps(inputs, key)) == Dim.Comparison.DIFFERENT
                ? Optional.of(new Mismatch.DifferentRoles(
                        value, ROLES.get(value), key, ROLES.get(key), "a key for each step of its value"))
                : Optional.empty();
    }

    /** Two inputs that must have as many features as each other; {@code what} says why. */
    static Optional<Mismatch> sameFeatures(List<TensorType> inputs, int first, int other, String what) {
        return size(inputs, first) == size(inputs, other)
                ? Optional.empty()
                : Optional.of(new Mismatch.DifferentRoles(first, ROLES.get(first), other, ROLES.get(other), what));
    }

    private static Optional<Mismatch> maskFits(List<TensorType> inputs) {
        return Rules.first(
                Rules.dtype(inputs, MASK, DType.BOOL, DType.INT32, DType.FLOAT32),
                () -> Rules.rank(inputs, MASK, 2, "mask: steps of the query, steps of the value"),
                () -> maskSteps(inputs, QUERY, 0, "row"),
                () -> maskSteps(inputs, 1, 1, "column"));
    }

    private static Optional<Mismatch> maskSteps(List<TensorType> inputs, int operand, int axis, String name) {
        Dim size = inputs.get(MASK).shape().dim(axis);
        String role = ROLES.get(operand);
        return steps(inputs, operand).compare(size) == Dim.Comparison.DIFFERENT
                ? Optional.of(new Mismatch.DifferentRoles(
                        operand, role, MASK, "mask", "a mask with a " + name + " for each step of its " + role))
                : Optional.empty();
    }

    /** The numbers of steps that must agree, where these are symbolic. */
    private List<Assumption> assumptions(List<TensorType> inputs) {
        Dim values = steps(inputs, valueInput(inputs.size()));
        List<Assumption> assumptions = new ArrayList<>();
        Rules.equal(values, steps(inputs, keyInput(inputs.size()))).ifPresent(assumptions::add);
        maskInput(inputs.size()).map(inputs::get).ifPresent(mask -> {
            Rules.equal(steps(inputs, QUERY), mask.shape().dim(0)).ifPresent(assumptions::add);
            Rules.equal(values, mask.shape().dim(1)).ifPresent(assumptions::add);
        });
        return assumptions;
    }

    /** The number of steps of an input. */
    static Dim steps(List<TensorType> inputs, int operand) {
        return inputs.get(operand).shape().dim(0);
    }

    /** The number of features of an input. */
    static long size(List<TensorType> inputs, int operand) {
        return inputs.get(operand).shape().last().size();
    }

    private Shape result(List<TensorType> inputs) {
        List<Dim> dims = new ArrayList<>(List.of(steps(inputs, QUERY)));
        dims.addAll(features(inputs).dims());
        return new Shape(dims);
    }
}
