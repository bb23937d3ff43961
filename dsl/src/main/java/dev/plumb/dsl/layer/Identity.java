package dev.plumb.dsl.layer;

import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/** Gives what it takes, of any shape and type: the place of a layer that is to come, or a second name of a tensor. Keeps a mask. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Identity {
    /** What only {@link Identity} knows: its shape rule. */
    interface Rule extends LayerSpec {
        @Override
        default Inference infer(List<TensorType> inputs) {
            return Inference.type(inputs.get(0));
        }
    }
}
