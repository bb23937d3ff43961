package dev.plumb.dsl.layer;

import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/** Makes one axis of all axes, row by row. Drops a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Flatten {
    /** What only {@link Flatten} knows: its shape rule. */
    interface Rule extends LayerSpec {
        @Override
        default Inference infer(List<TensorType> inputs) {
            TensorType input = inputs.get(0);
            return Inference.type(
                    input.withShape(new Shape(List.of(input.shape().elements())))
                            .withMask(false));
        }
    }
}
