package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.Rules;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Arity;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/** Joins its inputs along an axis; all other axes are equal. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Concatenate {
    /** The axis, counted with the batch axis as 0 (so 1 is the first axis of the shape) or from the end. */
    int axis() default -1;

    /** What only {@link Concatenate} knows: its shape rule. */
    interface Rule extends LayerSpec, ConcatenateAttributes {
        @Override
        default Arity arity() {
            return Arity.atLeast(1);
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            return Rules.concatenated(inputs, axis());
        }
    }
}
