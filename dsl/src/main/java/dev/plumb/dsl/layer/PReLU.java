package dev.plumb.dsl.layer;

import dev.plumb.dsl.Constraint;
import dev.plumb.dsl.ConstraintKind;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.Regularizer;
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
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** {@code x} where it is above 0, else {@code alpha · x} with a learned alpha. Weights: alpha, of the shape of the input with 1 for each shared
 * axis. Keeps shape and mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface PReLU {
    /** How alpha starts. */
    Init alphaInitializer() default @Init(Initializer.ZEROS);

    /** The penalty on alpha. */
    Regularizer alphaRegularizer() default @Regularizer;

    /** What holds for alpha after each step. */
    Constraint alphaConstraint() default @Constraint(ConstraintKind.NONE);

    /**
     * The axes along which one alpha serves all, counted with the batch axis as 0: {@code {1, 2}} gives an image an alpha a channel.
     * Empty: none.
     */
    int[] sharedAxes() default {};

    /** What only {@link PReLU} knows: its shape rule and weights. */
    interface Rule extends LayerSpec, PReLUAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            checks.require(
                    sharedAxes().stream().allMatch(axis -> axis > 0),
                    "sharedAxes",
                    sharedAxes(),
                    "axes counted from 1: the batch axis is 0 and not shared");
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            TensorType input = inputs.get(0);
            return Rules.first(Rules.floats(inputs, 0), () -> sharedAxesExist(input), () -> othersKnown(inputs))
                    .map(Inference::failure)
                    .orElseGet(() -> Inference.type(input));
        }

        private Optional<Mismatch> sharedAxesExist(TensorType input) {
            return sharedAxes().stream()
                    .filter(axis -> axis > input.rank())
                    .<Mismatch>map(axis -> new Mismatch.BadAttribute(
                            "sharedAxes",
                            sharedAxes().size() == 1 ? -1 : sharedAxes().indexOf(axis),
                            axis.toString(),
                            "from 1 to " + input.rank() + ", an axis of " + input.shape()))
                    .findFirst();
        }

        private Optional<Mismatch> othersKnown(List<TensorType> inputs) {
            return IntStream.range(0, inputs.get(0).rank())
                    .filter(axis -> !isShared(axis))
                    .mapToObj(axis -> Rules.known(inputs, 0, axis, "alpha has that many elements unless it is shared"))
                    .flatMap(Optional::stream)
                    .findFirst();
        }

        @Override
        default List<Weight> weights(List<TensorType> inputs) {
            Shape input = inputs.get(0).shape();
            Shape alpha = new Shape(IntStream.range(0, input.rank())
                    .mapToObj(axis -> isShared(axis) ? Dim.of(1) : input.dim(axis))
                    .toList());
            return List.of(Weight.of("alpha", alpha, alphaSettings()));
        }

        /** Of an axis of the shape, which does not count the batch axis. */
        private boolean isShared(int axis) {
            return sharedAxes().contains(axis + 1);
        }
    }
}
