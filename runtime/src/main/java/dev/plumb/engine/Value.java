package dev.plumb.engine;

import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Literal;
import org.jspecify.annotations.Nullable;

/**
 * An array that a program reads or makes.
 *
 * @param id its number within the recorder and every program made from it
 * @param type element type and shape
 * @param kind where it comes from
 * @param label of an input or a weight in listings, else empty
 * @param literal the elements of a constant, else null
 */
public record Value(
        int id,
        ArrayType type,
        Kind kind,
        String label,
        @Nullable Literal literal) {

    /** Where a value comes from. */
    public enum Kind {
        /** Filled by the caller before each run. */
        INPUT,
        /** Lives outside of the program; may be assigned. */
        WEIGHT,
        /** Known when the program is made. */
        CONSTANT,
        /** Made by an instruction. */
        TEMPORARY
    }

    public static Value temporary(int id, ArrayType type) {
        return new Value(id, type, Kind.TEMPORARY, "", null);
    }

    /** Such as {@code %3} or {@code %0 x}. */
    @Override
    public String toString() {
        return "%" + id + (label.isEmpty() ? "" : " " + label) + (literal == null ? "" : " = " + literal);
    }
}
