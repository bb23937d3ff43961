package dev.plumb.dsl;

/** How a weight starts; see {@link Init} for the parameters, with the defaults of Keras 3. */
public enum Initializer {
    ZEROS,
    ONES,
    /** {@link Init#constant()} everywhere. */
    CONSTANT,
    /** Normal with {@link Init#mean()} and {@link Init#stddev()}. */
    RANDOM_NORMAL,
    /** Normal, redrawn beyond two standard deviations. */
    TRUNCATED_NORMAL,
    /** Uniform over [{@link Init#minval()}, {@link Init#maxval()}). */
    RANDOM_UNIFORM,
    /** Uniform within sqrt(6 / (fan in + fan out)). */
    GLOROT_UNIFORM,
    /** Truncated normal of deviation sqrt(2 / (fan in + fan out)). */
    GLOROT_NORMAL,
    /** Uniform within sqrt(6 / fan in). */
    HE_UNIFORM,
    /** Truncated normal of deviation sqrt(2 / fan in). */
    HE_NORMAL,
    /** Uniform within sqrt(3 / fan in). */
    LECUN_UNIFORM,
    /** Truncated normal of deviation sqrt(1 / fan in). */
    LECUN_NORMAL,
    /** {@link Init#scale()}, {@link Init#mode()} and {@link Init#distribution()} as given. */
    VARIANCE_SCALING,
    /** Rows or columns orthonormal, times {@link Init#gain()}. */
    ORTHOGONAL,
    /** The identity matrix times {@link Init#gain()}; rank 2 only. */
    IDENTITY
}
