package dev.plumb.dsl.layer;

import dev.plumb.graph.rule.MergingSpec;
import dev.plumb.graph.spec.Arity;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The first input minus the second, element by element. Shapes broadcast as in Keras: aligned at the last axis, sizes equal or 1.
 * The result is masked if both inputs are; a step is then valid if it is in either. */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Subtract {
    /** What only {@link Subtract} knows: two inputs. */
    interface Rule extends MergingSpec {
        @Override
        default Arity arity() {
            return Arity.exactly(2);
        }
    }
}
