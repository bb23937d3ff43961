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
    BF16,
    /**
     * For prediction alone: products with large matrices of weights are of whole numbers from -127 to 127, each column of the weights and each row of what is multiplied by it with
     * a scale of its own, the largest size of a number in it. So each factor is off by at most 1/254 of that largest one. Sums are exact and are multiplied by both scales in float32. A row in which
     * is NaN or an infinity gives NaN. Wide dense layers predict several times as fast where the processor has the instructions.
     */
    INT8
}
