package dev.plumb.onnx.read;

import dev.plumb.onnx.file.Unreadable;

/**
 * Where a tensor is 0, or is not: truth values, 1 and 0, or what is added to the scores of an attention. Nothing but a mask is made of it here.
 *
 * @param seeing which pairs of steps it holds for at most
 */
record Condition(Tensor of, boolean isNotZero, Seeing seeing) implements Operand {
    static Condition notZero(Tensor tensor) {
        return new Condition(tensor, true, Seeing.EVERYTHING);
    }

    Condition not() throws Unreadable {
        if (!seeing.equals(Seeing.EVERYTHING)) {
            throw new Unreadable("it is the opposite of a mask");
        }
        return new Condition(of, !isNotZero, seeing);
    }

    /** The same of the tensor under other axes. */
    Condition lying(Tensor other) {
        return new Condition(other, isNotZero, seeing);
    }
}
