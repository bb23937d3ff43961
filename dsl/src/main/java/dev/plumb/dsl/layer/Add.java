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

/** The element-wise sum of its inputs. Shapes broadcast as in Keras: aligned at the last axis, sizes equal or 1. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Add {
    /** What only {@link Add} knows: its shape rule. */
    interface Rule extends LayerSpec {
        @Override
        default Arity arity() {
            return Arity.atLeast(2);
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            return Rules.elementwise(inputs);
        }
    }
}
