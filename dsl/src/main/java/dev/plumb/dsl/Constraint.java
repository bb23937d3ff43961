package dev.plumb.dsl;

import dev.plumb.graph.attribute.AttributeGroup;
import dev.plumb.graph.attribute.Definition;
import dev.plumb.graph.attribute.Violation;
import dev.plumb.graph.problem.Percentage;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Optional;

/**
 * What holds for a weight after each step: {@code kernelConstraint = @Constraint(MAX_NORM)}. What the kind does not use may be any finite
 * number, as in {@link Init}.
 */
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
            return ConstraintAttributes.super.violation().or(() -> switch (value) {
                case NONE, NON_NEG -> Optional.empty();
                case UNIT_NORM -> axes();
                case MAX_NORM -> norm("maxValue", upperNorm()).or(this::axes);
                case MIN_MAX_NORM ->
                    norm("maxValue", upperNorm())
                            .or(() -> norm("minValue", minValue))
                            .or(() -> Violation.unless(
                                    minValue <= upperNorm(), "minValue", minValue, "at most maxValue = " + upperNorm()))
                            .or(() -> Violation.unless(
                                    rate >= 0 && rate <= 1, "rate", rate, "between 0 and 1" + Percentage.hint(rate)))
                            .or(this::axes);
            });
        }

        private static Optional<Violation> norm(String attribute, double norm) {
            return Violation.unless(norm >= 0, attribute, norm, "at least 0");
        }

        private Optional<Violation> axes() {
            boolean distinct = axis.stream().distinct().count() == axis.size();
            return Violation.unless(!axis.isEmpty() && distinct, "axis", axis, "not empty and without repetitions");
        }

        /** Whether it is about norms, which are over axes. */
        public boolean isOfNorms() {
            return switch (value) {
                case NONE, NON_NEG -> false;
                case MAX_NORM, MIN_MAX_NORM, UNIT_NORM -> true;
            };
        }

        /** The upper norm, with the default of the kind. */
        public double upperNorm() {
            return Double.isNaN(maxValue) ? (value == ConstraintKind.MAX_NORM ? 2.0 : 1.0) : maxValue;
        }
    }
}
