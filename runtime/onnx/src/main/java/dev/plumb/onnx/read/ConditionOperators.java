package dev.plumb.onnx.read;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.plumb.onnx.file.OnnxNode;
import dev.plumb.onnx.file.Unreadable;
import java.util.Optional;

/** What says where a tensor is 0: masks of attentions are made so. */
final class ConditionOperators {
    private ConditionOperators() {}

    static Operand equal(Applied applied) throws Unreadable {
        if (!(applied.operand(1) instanceof Constant number) || !number.isAll(0)) {
            throw new Unreadable("only what is compared with 0 is read, as a mask of attention");
        }
        return applied.operand(0) instanceof Condition condition
                ? condition.required(Condition.Form.ONES).not().as(Condition.Form.TRUTHS)
                : Condition.notZero(applied.tensor(0)).not();
    }

    static Operand not(Applied applied) throws Unreadable {
        return truths(applied).not();
    }

    /** Truth values as 1 and 0, or back. */
    static Operand cast(Applied applied, Condition condition) throws Unreadable {
        boolean isToTruths = applied.node().whole("to", 1) == TensorProto.DataType.BOOL.getNumber();
        boolean isOfTruths = condition.form() == Condition.Form.TRUTHS;
        if (isToTruths == isOfTruths) {
            return condition;
        }
        return isOfTruths
                ? condition.as(Condition.Form.ONES)
                : condition.required(Condition.Form.ONES).as(Condition.Form.TRUTHS);
    }

    /** 0 where the condition holds, and elsewhere a number so far below that nothing is left of a score. */
    static Operand where(Applied applied) throws Unreadable {
        Condition condition = truths(applied);
        Constant seen = applied.constant(1);
        Constant excluded = applied.constant(2);
        if (seen.isAll(0) && excluded.size() == 1 && excluded.number() <= Seeing.EXCLUDED) {
            return condition.as(Condition.Form.ADDED);
        }
        if (excluded.isAll(0) && seen.size() == 1 && seen.number() <= Seeing.EXCLUDED) {
            return condition.not().as(Condition.Form.ADDED);
        }
        throw new Unreadable("it chooses between tensors, which no layer here does: only 0 and a number below "
                + Seeing.EXCLUDED + " are read, as a mask of attention");
    }

    /** As 1 and 0: times a mask of the file both hold; 1 less them is the opposite. */
    static Condition times(Applied applied, Condition condition, Constant mask) throws Unreadable {
        condition.required(Condition.Form.ONES);
        if (mask.size() == 1 && mask.isAll(-1)) {
            Optional<OnnxNode> plusOne = applied.following()
                    .only(applied.node().output(0), "Add")
                    .filter(add -> add.inputs().stream().anyMatch(input -> applied.known(input)
                            .filter(one -> one.size() == 1 && one.isAll(1))
                            .isPresent()));
            if (plusOne.isPresent()) {
                Condition opposite = condition.not();
                applied.following().absorb(plusOne.get(), opposite);
                return opposite;
            }
        }
        boolean isMask = condition.isNotZero() && condition.seeing().equals(Seeing.EVERYTHING);
        for (float value : mask.reals()) {
            isMask &= value == 0 || value == 1;
        }
        if (!isMask || mask.rank() < 2) {
            throw new Unreadable("it multiplies truth values that are no mask of attention");
        }
        Seeing band = Seeing.band(mask.cast(false).mapped(value -> value == 0 ? Double.NEGATIVE_INFINITY : 0));
        return new Condition(condition.of(), true, band, Condition.Form.ONES);
    }

    private static Condition truths(Applied applied) throws Unreadable {
        return applied.operand(0) instanceof Condition condition
                ? condition.required(Condition.Form.TRUTHS)
                : Condition.notZero(applied.tensor(0));
    }
}
