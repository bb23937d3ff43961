package dev.plumb.dsl;

/** How an image is resized. */
public enum Interpolation {
    NEAREST,
    BILINEAR,
    BICUBIC,
    LANCZOS3,
    LANCZOS5
}
