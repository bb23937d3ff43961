package dev.plumb.dsl;

/** What a window is divided by. */
public enum WindowScaling {
    /** The root of the sum of its squares. */
    DENSITY,
    /** The sum of its magnitudes. */
    SPECTRUM,
    /** Nothing; in Keras {@code None}. */
    UNSCALED
}
