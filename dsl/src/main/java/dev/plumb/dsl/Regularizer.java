package dev.plumb.dsl;

import dev.plumb.graph.attribute.AttributeGroup;
import dev.plumb.graph.attribute.Definition;
import dev.plumb.graph.attribute.Violation;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;

/**
 * A penalty on a weight, added to the loss: {@code kernelRegularizer = @Regularizer(l2 = 1e-4)}. The parts add up; all 0 is no penalty.
 */
@AttributeGroup
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({})
public @interface Regularizer {
    /** The factor of the sum of absolute values. */
    double l1() default 0.0;

    /** The factor of the sum of squares. */
    double l2() default 0.0;

    /**
     * The factor of the mean absolute cosine between different rows (or columns, see {@link #mode()}): Keras' OrthogonalRegularizer.
     * Weights of rank 2 only.
     */
    double orthogonal() default 0.0;

    /** What {@link #orthogonal()} compares. */
    Mode mode() default Mode.ROWS;

    /** Rows or columns of a matrix. */
    enum Mode {
        ROWS,
        COLUMNS
    }

    /** The attributes of {@link Regularizer}. */
    record Spec(double l1, double l2, double orthogonal, Mode mode) implements RegularizerAttributes {
        /** Names, types and defaults of the attributes. */
        public static final Definition<Spec> DEFINITION = RegularizerDefinition.DEFINITION;

        /** No penalty. */
        public static final Spec NONE = of();

        /** No penalty: to say which by {@code l2(1e-4)}. */
        public static Spec of() {
            return RegularizerDefinition.of();
        }

        @Override
        public Optional<Violation> violation() {
            return RegularizerAttributes.super
                    .violation()
                    .or(() -> Violation.unless(l1 >= 0, "l1", l1, "at least 0"))
                    .or(() -> Violation.unless(l2 >= 0, "l2", l2, "at least 0"))
                    .or(() -> Violation.unless(orthogonal >= 0, "orthogonal", orthogonal, "at least 0"));
        }

        public boolean isNone() {
            return l1 == 0 && l2 == 0 && orthogonal == 0;
        }
    }
}
