package dev.plumb.onnx.read;

import dev.plumb.onnx.file.Unreadable;

/**
 * Where a tensor is 0, or is not. Nothing but a mask of attention is made of it here.
 *
 * @param seeing which pairs of steps it holds for at most
 */
record Condition(Tensor of, boolean isNotZero, Seeing seeing, Form form) implements Operand {
    /** What stands for it in ONNX. */
    enum Form {
        /** Truth values. */
        TRUTHS,
        /** 1 where it holds, and 0. */
        ONES,
        /** 0 where it holds, and what is added to scores so that nothing is left of them. */
        ADDED
    }

    static Condition notZero(Tensor tensor) {
        return new Condition(tensor, true, Seeing.EVERYTHING, Form.TRUTHS);
    }

    /** The opposite, in the same form. */
    Condition not() throws Unreadable {
        if (!seeing.equals(Seeing.EVERYTHING)) {
            throw new Unreadable("it is the opposite of a mask");
        }
        return new Condition(of, !isNotZero, seeing, form);
    }

    Condition as(Form other) {
        return new Condition(of, isNotZero, seeing, other);
    }

    /** The same of the tensor under other axes. */
    Condition lying(Tensor other) {
        return new Condition(other, isNotZero, seeing, form);
    }

    /** It has to stand there in this form. */
    Condition required(Form wanted) throws Unreadable {
        if (form != wanted) {
            throw new Unreadable("it takes where a tensor is 0 otherwise than masks of attention are made");
        }
        return this;
    }
}
