package dev.plumb.dsl;

/** What surrounds the input of a convolution or pooling. */
public enum Padding {
    /** Nothing: the window stays inside. */
    VALID,
    /** Zeros (for max pooling: minus infinity) so that the output has ceil(input / stride) positions; the odd one goes at the end. */
    SAME,
    /** Zeros before the first step only, so that no output sees a later input. One-dimensional convolutions. */
    CAUSAL
}
