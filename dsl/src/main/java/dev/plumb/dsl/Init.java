package dev.plumb.dsl;

import dev.plumb.graph.attribute.AttributeGroup;
import dev.plumb.graph.attribute.Definition;
import dev.plumb.graph.attribute.Violation;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;

/** How a weight starts: {@code kernelInitializer = @Init(HE_NORMAL)}. Parameters that the initializer does not use are ignored. */
@AttributeGroup
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({})
public @interface Init {
    Initializer value();

    /** The value of {@link Initializer#CONSTANT}. */
    double constant() default 0.0;

    /** The mean of the normal initializers. */
    double mean() default 0.0;

    /** The standard deviation of the normal initializers. */
    double stddev() default 0.05;

    /** The lower bound of {@link Initializer#RANDOM_UNIFORM}. */
    double minval() default -0.05;

    /** The upper bound of {@link Initializer#RANDOM_UNIFORM}, excluded. */
    double maxval() default 0.05;

    /** The factor of {@link Initializer#ORTHOGONAL} and {@link Initializer#IDENTITY}. */
    double gain() default 1.0;

    /** The factor of {@link Initializer#VARIANCE_SCALING}. */
    double scale() default 1.0;

    /** Which fan {@link Initializer#VARIANCE_SCALING} divides by. */
    Fan mode() default Fan.FAN_IN;

    /** What {@link Initializer#VARIANCE_SCALING} draws from. */
    Distribution distribution() default Distribution.TRUNCATED_NORMAL;

    /** The number of inputs or outputs of a unit, or their mean. */
    enum Fan {
        FAN_IN,
        FAN_OUT,
        FAN_AVG
    }

    /** What variance scaling draws from. */
    enum Distribution {
        UNIFORM,
        TRUNCATED_NORMAL,
        UNTRUNCATED_NORMAL
    }

    /** The attributes of {@link Init}. */
    record Spec(
            Initializer value,
            double constant,
            double mean,
            double stddev,
            double minval,
            double maxval,
            double gain,
            double scale,
            Fan mode,
            Distribution distribution)
            implements InitAttributes {
        /** Names, types and defaults of the attributes. */
        public static final Definition<Spec> DEFINITION = InitDefinition.DEFINITION;

        /** An initializer with the defaults of the annotation. */
        public static Spec of(Initializer value) {
            return InitDefinition.of(value);
        }

        @Override
        public Optional<Violation> violation() {
            return InitAttributes.super.violation().or(() -> switch (value) {
                case RANDOM_NORMAL, TRUNCATED_NORMAL -> Violation.unless(stddev >= 0, "stddev", stddev, "at least 0");
                case RANDOM_UNIFORM ->
                    Violation.unless(minval <= maxval, "minval", minval, "at most maxval = " + maxval);
                case VARIANCE_SCALING -> Violation.unless(scale > 0, "scale", scale, "above 0");
                default -> Optional.empty();
            });
        }
    }
}
