package dev.plumb.dsl;

/** What lies around an image that is moved, turned or shrunk. */
public enum FillMode {
    /** Its mirror image, its outermost pixels twice: dcba|abcd|dcba; in Keras {@code reflect}. */
    REFLECT,
    /** Its outermost pixels: aaaa|abcd|dddd; in Keras {@code nearest}. */
    EDGE,
    /** The attribute {@code fillValue}; in Keras {@code constant}. */
    FILL_VALUE
}
