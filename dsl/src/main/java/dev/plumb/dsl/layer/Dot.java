package dev.plumb.dsl.layer;

import dev.plumb.graph.attribute.AttributeText;
import dev.plumb.graph.rule.Rules;
import dev.plumb.graph.shape.Count;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Arity;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Mismatch;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The sum of products of two inputs along one axis of each, example by example: (…, n, …) and (…, n, …) to the first shape without its axis,
 * then the second without its own; (1) if nothing is left. Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Dot {
    /** The axis of the first and that of the second input, or one number for both, counted with the batch axis as 0 or from the end. */
    int[] axes();

    /** Whether both inputs are brought to length 1 along their axis first, which makes the result the cosine of their angle. */
    boolean normalize() default false;

    /** What only {@link Dot} knows: its shape rule. */
    interface Rule extends LayerSpec, DotAttributes {
        /** The axis of an input as the attribute states it. */
        default int axis(int input) {
            return axes().get(axes().size() == 1 ? 0 : input);
        }

        @Override
        default Arity arity() {
            return Arity.exactly(2);
        }

        @Override
        default void validate(AttributeChecks checks) {
            checks.require(
                    axes().size() == 1 || axes().size() == 2, "axes", axes(), "one axis, or two (one of each input)");
            checks.notBatchAxis("axes", axes());
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            return Rules.first(
                            Rules.floats(inputs, 0),
                            () -> Rules.floats(inputs, 1),
                            () -> axisExists(inputs, 0),
                            () -> axisExists(inputs, 1),
                            () -> sizesAgree(inputs))
                    .map(Inference::failure)
                    .orElseGet(() -> Inference.type(
                                    inputs.get(0).withShape(contracted(inputs)).withMask(false))
                            .assuming(Rules.equal(size(inputs, 0), size(inputs, 1)).stream()
                                    .toList()));
        }

        @Override
        default Count multiplyAdds(List<TensorType> inputs) {
            return Count.of(contracted(inputs)).times(Count.of(size(inputs, 0)));
        }

        private Optional<Mismatch> axisExists(List<TensorType> inputs, int input) {
            return Rules.axisExists(inputs.get(input), axis(input)).isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Mismatch.NoSuchAxis(input, "axes", AttributeText.format(axes()), axis(input)));
        }

        private Optional<Mismatch> sizesAgree(List<TensorType> inputs) {
            return size(inputs, 0).compare(size(inputs, 1)) == Dim.Comparison.DIFFERENT
                    ? Optional.of(
                            new Mismatch.DifferentContracted(0, 1, axis(0), axis(1), size(inputs, 0), size(inputs, 1)))
                    : Optional.empty();
        }

        private Dim size(List<TensorType> inputs, int input) {
            return inputs.get(input).shape().dim(Rules.axisOfShape(axis(input)));
        }

        private Shape contracted(List<TensorType> inputs) {
            List<Dim> left = new ArrayList<>();
            for (int input = 0; input < 2; input++) {
                Shape shape = inputs.get(input).shape();
                int axis = Rules.axisOfShape(axis(input));
                List<Dim> dims = new ArrayList<>(shape.dims());
                dims.remove(axis < 0 ? axis + shape.rank() : axis);
                left.addAll(dims);
            }
            return new Shape(left.isEmpty() ? List.of(Dim.of(1)) : left);
        }
    }
}
