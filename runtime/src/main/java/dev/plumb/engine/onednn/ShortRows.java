package dev.plumb.engine.onednn;

import dev.plumb.ops.op.ArrayType;
import java.util.List;
import java.util.Optional;

/**
 * Rows that are shorter than a vector register, of an array with operands that are the same for each: the mean of each of three colours. oneDNN's code
 * works row by row, so several are taken as one, with the operand several times in it.
 *
 * @param length of a row
 * @param count the number of rows
 * @param together how many become one
 */
record ShortRows(int length, int count, int together) {

    /** Floats in the widest register. */
    private static final int REGISTER = 16;

    /** An operand that is repeated stays in the nearest cache. */
    private static final int LONGEST = 1_024;

    /** Of fewer numbers it is not worth it. */
    private static final int FEWEST_NUMBERS = 1 << 13;

    /**
     * The rows of an array, if they are short and many.
     *
     * @param operands of an element-wise op with that result: some of them a row, the others whole or single numbers
     */
    static Optional<ShortRows> of(ArrayType result, List<ArrayType> operands) {
        if (result.rank() < 2 || result.elements() < FEWEST_NUMBERS || result.size(-1) >= REGISTER) {
            return Optional.empty();
        }
        int length = result.size(-1);
        int count = result.elements() / length;
        ShortRows rows = new ShortRows(length, count, together(length, count));
        boolean fits = rows.together() > 1
                && operands.stream().anyMatch(rows::isRow)
                && operands.stream()
                        .allMatch(operand -> rows.isRow(operand)
                                || operand.elements() == 1
                                || operand.elements() == result.elements());
        return fits ? Optional.of(rows) : Optional.empty();
    }

    /** The most that divide the number of rows, by preference into whole registers. */
    private static int together(int length, int count) {
        int best = 1;
        boolean isEven = false;
        for (int rows = 2; rows * length <= LONGEST; rows++) {
            boolean even = rows * length % REGISTER == 0;
            if (count % rows == 0 && rows * length >= REGISTER && (even || !isEven)) {
                best = rows;
                isEven = even;
            }
        }
        return best;
    }

    /** Whether an operand has a number for each place in a row, the same for all rows. */
    boolean isRow(ArrayType operand) {
        return length > 1 && operand.elements() == length && operand.size(-1) == length;
    }

    ArrayType row() {
        return ArrayType.float32(length);
    }

    /** A row several times. */
    ArrayType several() {
        return ArrayType.float32(together, length);
    }

    /** An operand or the result in long rows; a row is {@linkplain #several() repeated} before. */
    ArrayType joined(ArrayType operand) {
        if (operand.elements() == 1) {
            return ArrayType.float32(1);
        }
        return isRow(operand)
                ? ArrayType.float32(together * length)
                : ArrayType.float32(count / together, together * length);
    }
}
