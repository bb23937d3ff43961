package dev.plumb.ops;

import dev.plumb.ops.op.Op;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An op that does not apply to what it was given. The message says which op, what it expected, the types it got, and the line of the user's
 * program that called it.
 */
public final class OpException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private OpException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What is wrong, with the operands and the user's line added. */
    static OpException of(String problem, List<Var> operands) {
        return new OpException(message(problem, operands), null);
    }

    /** The same for an op that its rule of shapes, or the recorder, refused. */
    static OpException of(Op op, IllegalArgumentException refused, List<Var> operands) {
        String said = String.valueOf(refused.getMessage());
        String problem = said.startsWith(op.label()) ? said.substring(op.label().length()) : ": " + said;
        return new OpException(message(op.title() + problem, operands), refused);
    }

    private static String message(String problem, List<Var> operands) {
        String types =
                operands.stream().map(operand -> operand.type().toString()).collect(Collectors.joining(", "));
        String got = types.isEmpty() ? "" : "\n  operands: " + types;
        return problem + got + UserLine.now().map(line -> "\n  at " + line).orElse("");
    }
}
