package dev.plumb.dsl;

/** How an image is resized: what a pixel between pixels is. */
public enum Interpolation {
    /** The nearest one. */
    NEAREST,

    /** A mixture of the nearest four, linear along both axes. */
    BILINEAR,

    /** A mixture of the nearest 16, by the cubic of Keys (1981) with a = -1/2. */
    BICUBIC,

    /** A mixture of the nearest 36, by the kernel of Lanczos. */
    LANCZOS3,

    /** A mixture of the nearest 100, by the kernel of Lanczos. */
    LANCZOS5
}
