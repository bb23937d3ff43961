package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.Rules;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.stream.IntStream;

/** Reorders the axes: {@code @Permute({2, 1})} makes (features, time) of (time, features). Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Permute {
    /** For each axis of the result, which axis of the input it is; the first after the batch axis is 1. */
    int[] value();

    /** What only {@link Permute} knows: its shape rule. */
    interface Rule extends LayerSpec, PermuteAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            List<Integer> axes =
                    IntStream.rangeClosed(1, value().size()).boxed().toList();
            checks.require(
                    !axes.isEmpty() && value().stream().sorted().toList().equals(axes),
                    "value",
                    value(),
                    "each axis once, from 1 to the rank of the input");
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            TensorType input = inputs.get(0);
            return Rules.first(
                            Rules.rank(inputs, 0, value().size(), "the axes that it permutes"),
                            () -> Rules.floats(inputs, 0))
                    .map(Inference::failure)
                    .orElseGet(() -> {
                        List<Dim> dims = value().stream()
                                .map(axis -> input.shape().dim(axis - 1))
                                .toList();
                        return Inference.type(input.withShape(new Shape(dims)).withMask(false));
                    });
        }
    }
}
