package dev.plumb.graph.file;

import java.util.Arrays;
import java.util.Optional;

/** Types of the elements of arrays, by their names in safetensors files. */
public enum ElementType {
    F32(4),
    I32(4),
    I64(8),
    BOOL(1),
    F64(8),
    /** IEEE 754 binary16. */
    F16(2),
    /** The upper half of a float32. */
    BF16(2),
    I16(2),
    I8(1),
    U8(1),
    U16(2),
    U32(4),
    U64(8);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** The type of a name. */
    public static Optional<ElementType> named(Object name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }

    /** Size of one element in bytes. */
    public int bytes() {
        return bytes;
    }

    /** Whether the elements are floating-point numbers. */
    public boolean isFloating() {
        return this == F32 || this == F64 || this == F16 || this == BF16;
    }
}
