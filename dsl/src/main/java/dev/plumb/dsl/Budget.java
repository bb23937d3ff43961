package dev.plumb.dsl;

import dev.plumb.graph.attribute.AttributeGroup;
import dev.plumb.graph.attribute.Definition;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Limits the size of a model's weights, and what one example costs: growth past it is a compile error that lists the largest layers. All weights count, shared ones
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

    /**
     * How many floating-point operations a prediction of one example may take, as in the summary: {@code 8e9}. Those of products with kernels and of
     * attentions count, a multiplication and an addition as two; layers in code do not.
     */
    double maxFlops() default Double.POSITIVE_INFINITY;

    /** How large the inputs and what all layers return may be for one example, as in the summary: 1 MB is 1,048,576 bytes. */
    double maxActivationMegabytes() default Double.POSITIVE_INFINITY;

    /** The sizes of symbolic axes for which {@link #maxFlops} and {@link #maxActivationMegabytes} hold: {@code "time = 128, width = 64"}. */
    String at() default "";

    /** The attributes of {@link Budget}. */
    record Spec(long maxParameters, double maxMegabytes, double maxFlops, double maxActivationMegabytes, String at)
            implements BudgetAttributes {
        /** Names, types and defaults of the attributes. */
        public static final Definition<Spec> DEFINITION = BudgetDefinition.DEFINITION;

        /** No limits: to say which by {@code maxParameters(1_000_000)}. */
        public static Spec of() {
            return BudgetDefinition.of();
        }
    }
}
