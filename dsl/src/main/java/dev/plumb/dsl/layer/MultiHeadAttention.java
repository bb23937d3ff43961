package dev.plumb.dsl.layer;

import dev.plumb.dsl.Constraint;
import dev.plumb.dsl.ConstraintKind;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.Regularizer;
import dev.plumb.graph.rule.Rules;
import dev.plumb.graph.shape.Assumption;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Arity;
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
import java.util.Set;

/**
 * Attention of several heads side by side (Vaswani et al. 2017): each step of the query (T, queryFeatures) becomes a mean of the steps of the
 * value (S, valueFeatures), weighted by {@code softmax(query · key / sqrt(keyDim))}. The result is (T, queryFeatures), or (T, outputShape…).
 *
 * <p>Inputs, by role: {@code query}, {@code value}, {@code key} (the value, if it is left out) and {@code mask}; with one input the query is the
 * value too: self-attention. The mask (T, S) holds 0 where a step of the query must not see a step of the value. Masks over time that travel
 * with query, value and key hold as well. Keeps the mask of the query. A step of the query that may see nothing sees all steps of the value
 * alike; with dropout it sees nothing, as in Keras on TensorFlow.
 *
 * <p>Weights: query/kernel (queryFeatures, numHeads, keyDim), query/bias (numHeads, keyDim), key/kernel, key/bias, value/kernel
 * (valueFeatures, numHeads, valueDim), value/bias, attention_output/kernel (numHeads, valueDim, outputShape…), attention_output/bias
 * (outputShape…).
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface MultiHeadAttention {
    /** The number of heads. */
    int numHeads();

    /** The size of query and key in each head. */
    int keyDim();

    /** The size of the value in each head; -1: keyDim. */
    int valueDim() default -1;

    /** The probability of dropping a weight of the mean, in training. */
    double dropout() default 0.0;

    /** Whether the four projections add a bias. */
    boolean useBias() default true;

    /** The axes of the result after time. Empty: one, of the query's size. */
    int[] outputShape() default {};

    /** Whether a step sees itself and earlier steps only. */
    boolean useCausalMask() default false;

    /** How the kernels start. */
    Init kernelInitializer() default @Init(Initializer.GLOROT_UNIFORM);

    /** How the biases start. */
    Init biasInitializer() default @Init(Initializer.ZEROS);

    /** The penalty on each kernel. */
    Regularizer kernelRegularizer() default @Regularizer;

    /** The penalty on each bias. */
    Regularizer biasRegularizer() default @Regularizer;

    /** What holds for each kernel after each step. */
    Constraint kernelConstraint() default @Constraint(ConstraintKind.NONE);

    /** What holds for each bias after each step. */
    Constraint biasConstraint() default @Constraint(ConstraintKind.NONE);

    /** What only {@link MultiHeadAttention} knows: its shape rule and weights. */
    interface Rule extends LayerSpec, MultiHeadAttentionAttributes {
        List<String> ROLES = List.of("query", "value", "key", "mask");
        int QUERY = 0;
        int MASK = 3;

        @Override
        default void validate(AttributeChecks checks) {
            checks.positive("numHeads", numHeads());
            checks.positive("keyDim", keyDim());
            checks.require(valueDim() > 0 || valueDim() == -1, "valueDim", valueDim(), "at least 1, or -1 for keyDim");
            checks.fraction("dropout", dropout());
            checks.require(
                    outputShape().stream().allMatch(size -> size > 0),
                    "outputShape",
                    outputShape(),
                    "sizes of at least 1");
        }

        @Override
        default Arity arity() {
            return Arity.between(1, ROLES.size());
        }

        @Override
        default List<String> inputNames() {
            return ROLES;
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

        /** The size of the value in each head. */
        default int headValueDim() {
            return valueDim() == -1 ? keyDim() : valueDim();
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
                            () -> maskInput(inputs.size()).flatMap(mask -> maskFits(inputs)))
                    .map(Inference::failure)
                    .orElseGet(() -> Inference.type(inputs.get(QUERY).withShape(result(inputs)))
                            .assuming(assumptions(inputs)));
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

        private static Dim steps(List<TensorType> inputs, int operand) {
            return inputs.get(operand).shape().dim(0);
        }

        private Shape result(List<TensorType> inputs) {
            List<Dim> dims = new ArrayList<>(List.of(steps(inputs, QUERY)));
            dims.addAll(features(inputs).dims());
            return new Shape(dims);
        }

        /** The axes of the result after time. */
        private Shape features(List<TensorType> inputs) {
            return outputShape().isEmpty()
                    ? Shape.of(size(inputs, QUERY))
                    : new Shape(outputShape().stream().map(Dim::of).toList());
        }

        private static long size(List<TensorType> inputs, int operand) {
            return inputs.get(operand).shape().last().size();
        }

        @Override
        default List<Weight> weights(List<TensorType> inputs) {
            List<Weight> weights = new ArrayList<>();
            project(weights, "query", size(inputs, QUERY), keyDim());
            project(weights, "key", size(inputs, keyInput(inputs.size())), keyDim());
            project(weights, "value", size(inputs, valueInput(inputs.size())), headValueDim());
            Shape features = features(inputs);
            List<Dim> dims = new ArrayList<>(List.of(Dim.of(numHeads()), Dim.of(headValueDim())));
            dims.addAll(features.dims());
            add(
                    weights,
                    "attention_output",
                    new Shape(dims),
                    features,
                    (long) numHeads() * headValueDim(),
                    features.elements().size());
            return weights;
        }

        private void project(List<Weight> weights, String role, long inputs, int size) {
            add(
                    weights,
                    role,
                    Shape.of(inputs, numHeads(), size),
                    Shape.of(numHeads(), size),
                    inputs,
                    (long) numHeads() * size);
        }

        /** A kernel has its fans by what it sums over, as Keras has them since 3.15; a bias by its shape. */
        private void add(List<Weight> weights, String name, Shape kernel, Shape bias, long fanIn, long fanOut) {
            weights.add(Weight.of(name + "/kernel", kernel, kernelSettings()).withFans(fanIn, fanOut));
            if (useBias()) {
                weights.add(Weight.of(name + "/bias", bias, biasSettings()));
            }
        }
    }
}
