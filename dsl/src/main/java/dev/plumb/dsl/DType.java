package dev.plumb.dsl;

/** Element type of a tensor. */
public enum DType {
    /** IEEE 754 binary32: every weight, activation and gradient. */
    FLOAT32(4),
    /** 32-bit signed integer: token ids and class labels. */
    INT32(4),
    /** One byte, 0 or 1: masks. */
    BOOL(1),
    /**
     * Text of any length: only for inputs, which a layer such as {@code @TextVectorization} or {@code @StringLookup} makes numbers of before
     * the model runs. Its elements have no size in bytes: 0.
     */
    STRING(0);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /** Size of one element in bytes. */
    public int bytes() {
        return bytes;
    }

    /** The name as messages and files spell it: {@code float32}, {@code int32}, {@code bool}, {@code string}. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
