package dev.plumb.dsl.layer;

import dev.plumb.graph.shape.Assumption;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Mismatch;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/** Gives the elements another shape, row by row: {@code @Reshape({7, 7, 64})}. One axis may be -1: what is left. Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Reshape {
    /** The sizes of the axes, without the batch axis; one may be -1. */
    int[] value();

    /** What only {@link Reshape} knows: its shape rule. */
    interface Rule extends LayerSpec, ReshapeAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            checks.require(
                    value().stream().filter(size -> size == -1).count() <= 1,
                    "value",
                    value(),
                    "free (-1) on one axis at most");
            checks.require(
                    value().stream().allMatch(size -> size > 0 || size == -1),
                    "value",
                    value(),
                    "sizes of at least 1, or -1");
        }

        /** The product of the stated sizes. */
        private long stated() {
            long[] sizes = value().stream()
                    .filter(size -> size != -1)
                    .mapToLong(size -> size)
                    .toArray();
            return Shape.of(sizes).elements().size();
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            TensorType input = inputs.get(0);
            Dim elements = input.shape().elements();
            long stated = stated();
            boolean free = value().contains(-1);
            Dim missing = elements.floorDividedBy(stated);
            Shape target = new Shape(value().stream()
                    .map(size -> size == -1 ? missing : Dim.of(size))
                    .toList());
            Dim.Comparison fits = free ? elements.divisibleBy(stated) : elements.compare(Dim.of(stated));
            if (free && fits == Dim.Comparison.DIFFERENT) {
                return Inference.failure(
                        new Mismatch.NotDivisible(0, "value", "the number of elements", elements, stated));
            }
            if (fits == Dim.Comparison.DIFFERENT) {
                return Inference.failure(new Mismatch.DifferentElements(0, "value", target, Dim.of(stated), elements));
            }
            Assumption assumption =
                    free ? Assumption.multiple(elements, stated) : Assumption.equal(elements, Dim.of(stated));
            return Inference.type(input.withShape(target).withMask(false))
                    .assuming(fits == Dim.Comparison.UNKNOWN ? List.of(assumption) : List.of());
        }
    }
}
