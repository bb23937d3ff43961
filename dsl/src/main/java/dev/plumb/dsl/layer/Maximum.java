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

/** The largest of its inputs, element by element; masked steps of an input do not count.
 * Shapes broadcast as in Keras: aligned at the last axis, sizes equal or 1. The result is masked if every input is;
 * a step is then valid if it is in any. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Maximum {
    /** What only {@link Maximum} knows: its shape rule. */
    interface Rule extends LayerSpec {
        @Override
        default Arity arity() {
            return Arity.atLeast(2);
        }

        @Override
        default boolean usesMask() {
            return true;
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            return Rules.elementwise(inputs);
        }
    }
}
