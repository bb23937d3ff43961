package dev.plumb.dsl;

import dev.plumb.graph.attribute.AttributeGroup;
import dev.plumb.graph.attribute.Definition;
import dev.plumb.graph.attribute.Violation;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Optional;

/** What holds for a weight after each step: {@code kernelConstraint = @Constraint(MAX_NORM)}. */
@AttributeGroup
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({})
public @interface Constraint {
    ConstraintKind value();

    /** The lower norm of {@link ConstraintKind#MIN_MAX_NORM}. */
    double minValue() default 0.0;

    /** The upper norm of {@link ConstraintKind#MAX_NORM} (2 in Keras) and {@link ConstraintKind#MIN_MAX_NORM} (1). */
    double maxValue() default Double.NaN;

    /** How far each step goes towards {@link ConstraintKind#MIN_MAX_NORM}, in [0, 1]. */
    double rate() default 1.0;

    /** The axes that a norm sums over; axis 0 of a Dense kernel: the incoming weights of each unit. */
    int[] axis() default 0;

    /** The attributes of {@link Constraint}. */
    record Spec(ConstraintKind value, double minValue, double maxValue, double rate, List<Integer> axis)
            implements ConstraintAttributes {
        /** Names, types and defaults of the attributes. */
        public static final Definition<Spec> DEFINITION = ConstraintDefinition.DEFINITION;

        /** Nothing is enforced. */
        public static final Spec NONE = of(ConstraintKind.NONE);

        /** A constraint with the defaults of the annotation. */
        public static Spec of(ConstraintKind value) {
            return ConstraintDefinition.of(value);
        }

        public Spec {
            axis = List.copyOf(axis);
        }

        @Override
        public Optional<Violation> violation() {
            double upper = upperNorm();
            return ConstraintAttributes.super
                    .violation()
                    .or(() -> Violation.unless(upper >= 0, "maxValue", upper, "at least 0"))
                    .or(() -> Violation.unless(minValue >= 0, "minValue", minValue, "at least 0"))
                    .or(() -> Violation.unless(
                            value != ConstraintKind.MIN_MAX_NORM || minValue <= upper,
                            "minValue",
                            minValue,
                            "at most maxValue = " + upper))
                    .or(() -> Violation.unless(rate >= 0 && rate <= 1, "rate", rate, "between 0 and 1"));
        }

        /** The upper norm, with the default of the kind. */
        public double upperNorm() {
            return Double.isNaN(maxValue) ? (value == ConstraintKind.MAX_NORM ? 2.0 : 1.0) : maxValue;
        }
    }
}
