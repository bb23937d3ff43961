package dev.plumb.dsl;

/** How images are mirrored. */
public enum FlipMode {
    /** Left and right. */
    HORIZONTAL,
    /** Top and bottom. */
    VERTICAL,
    /** Each independently of the other. */
    HORIZONTAL_AND_VERTICAL
}
