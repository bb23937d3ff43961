package dev.plumb.dsl;

import dev.plumb.graph.attribute.AttributeGroup;
import dev.plumb.graph.attribute.Definition;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What training minimises on an output. Checked against the output's shape, element type and activation, and the default of the
 * generated trainer.
 */
@AttributeGroup
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Loss {
    LossFunction value();

    /** The factor of this output's loss in the total. */
    double weight() default 1.0;

    /** Whether the output is logits: the loss applies sigmoid or softmax itself. */
    boolean fromLogits() default false;

    /** How far targets are pulled towards the uniform distribution, in [0, 1]; cross-entropies with dense targets only. */
    double labelSmoothing() default 0;

    /** The attributes of {@link Loss}. */
    record Spec(LossFunction value, double weight, boolean fromLogits, double labelSmoothing)
            implements LossAttributes {
        /** Names, types and defaults of the attributes. */
        public static final Definition<Spec> DEFINITION = LossDefinition.DEFINITION;

        /** A loss with the defaults of the annotation. */
        public static Spec of(LossFunction value) {
            return LossDefinition.of(value);
        }
    }
}
