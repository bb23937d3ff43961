package dev.plumb.runtime;

/** How numbers are kept where layers multiply: see {@link Network#precision}. */
public enum Precision {
    /** IEEE 754 binary32: 8 bits of exponent, 23 of fraction. On every processor. */
    FLOAT32,
    /**
     * Operands are rounded to bfloat16, which has the 8 bits of exponent of float32 and 7 of fraction: by at most 2^-8 of each number. They are added up in float32. Where the
     * processor has the instructions, a product takes half the time. Since no number becomes too small or too large by it, the loss needs no
     * scale.
     */
    BF16
}
