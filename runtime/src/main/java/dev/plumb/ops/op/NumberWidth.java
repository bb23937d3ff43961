package dev.plumb.ops.op;

/** How the numbers of a float32 array are kept. Only operands of products are kept otherwise than in full, and only passes make them. */
public enum NumberWidth {
    /** As they are. */
    FULL(Float.BYTES, "float32"),
    /** As bfloat16: sign, exponent and the first 7 bits of the fraction. */
    BFLOAT16(2, "bfloat16"),
    /** As whole numbers from -127 to 127, of which another array says how much 1 is. */
    INT8(1, "int8");

    private final int bytes;
    private final String label;

    NumberWidth(int bytes, String label) {
        this.bytes = bytes;
        this.label = label;
    }

    /** Size of one number. */
    int bytes() {
        return bytes;
    }

    /** What listings call it. */
    String label() {
        return label;
    }
}
