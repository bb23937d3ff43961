package dev.plumb.dsl;

import dev.plumb.graph.attribute.AttributeGroup;
import dev.plumb.graph.attribute.Definition;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Limits the size of a model's weights: growth past it is a compile error that lists the largest layers. All weights count, shared ones
 * once, whether they are trained or not; what an optimizer adds does not. Holds for the interface that it stands on, not for those that
 * extend it.
 */
@AttributeGroup
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Budget {
    /** How many parameters the model may have. */
    long maxParameters() default Long.MAX_VALUE;

    /** How large its weights may be, as in the summary: float32 numbers, 1 MB is 1,048,576 bytes. */
    double maxMegabytes() default Double.POSITIVE_INFINITY;

    /** The attributes of {@link Budget}. */
    record Spec(long maxParameters, double maxMegabytes) implements BudgetAttributes {
        /** Names, types and defaults of the attributes. */
        public static final Definition<Spec> DEFINITION = BudgetDefinition.DEFINITION;

        /** No limits: to say which by {@code maxParameters(1_000_000)}. */
        public static Spec of() {
            return BudgetDefinition.of();
        }
    }
}
