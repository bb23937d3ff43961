package dev.plumb.engine.onednn;

import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Op;
import java.util.List;

/**
 * What a kernel does, put into words when they are asked for: a plan has thousands of kernels.
 *
 * @param what an op or a name
 * @param details functions, types and lists of numbers
 */
record Label(Object what, List<Object> details) {

    static Label of(Op op, Object... details) {
        return new Label(op, List.of(details));
    }

    static Label of(String name, Object... details) {
        return new Label(name, List.of(details));
    }

    /** Such as {@code Reduce SUM[32, 10][0]}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(what instanceof Op op ? op.label() : what.toString());
        for (Object detail : details) {
            if (detail instanceof ArrayType type) {
                text.append(type.shape());
            } else if (detail instanceof List<?>) {
                text.append(detail);
            } else {
                text.append(' ').append(detail);
            }
        }
        return text.toString();
    }
}
