package dev.plumb.dsl;

/** What the samples of a frame are multiplied by before their spectrum is computed, by the names and formulas of SciPy. */
public enum WindowFunction {
    /** A period of a raised cosine, 0 at both ends. */
    HANN,
    /** A raised cosine that ends at 0.08. */
    HAMMING,
    BLACKMAN,
    BLACKMANHARRIS,
    NUTTALL,
    FLATTOP,
    /** A triangle, 0 at both ends. */
    BARTLETT,
    /** Half a period of a sine. */
    COSINE,
    /** All 1. */
    BOXCAR,
    /** None; the scaling of a window does not apply either. */
    NO_WINDOW
}
