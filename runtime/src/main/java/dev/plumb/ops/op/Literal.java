package dev.plumb.ops.op;

import dev.plumb.dsl.DType;
import java.util.Arrays;

/** The elements of a constant: one number for all of them, or one number each. Compared by content. */
public final class Literal {

    private final float[] values;

    private Literal(float[] values) {
        this.values = values;
    }

    /** The same number everywhere. */
    public static Literal fill(float value) {
        return new Literal(new float[] {value});
    }

    /** One number per element in row-major order; copied. */
    public static Literal of(float... values) {
        return new Literal(values.clone());
    }

    /** The number at a row-major index. */
    public float at(int index) {
        return values.length == 1 ? values[0] : values[index];
    }

    /** Whether every element is the same number. */
    public boolean isFill() {
        return values.length == 1;
    }

    /** How many numbers are stored: 1 or the number of elements. */
    public int size() {
        return values.length;
    }

    /** Throws {@link IllegalArgumentException} unless a constant of this type can have these elements. */
    public void requireFor(ArrayType type) {
        if (type.dtype() != DType.FLOAT32) {
            throw new IllegalArgumentException("constants are float32, not " + type);
        }
        if (!isFill() && size() != type.elements()) {
            throw new IllegalArgumentException(type + " does not hold " + this);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Literal literal && Arrays.equals(values, literal.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return isFill() ? String.valueOf(values[0]) : values.length + " numbers";
    }
}
