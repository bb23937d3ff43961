package dev.plumb.ops;

import dev.plumb.graph.problem.SourceLine;
import dev.plumb.ops.op.Elementwise;
import dev.plumb.ops.op.Op;
import dev.plumb.ops.op.Reduce;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An op that does not apply to what it was given. The message says which op, what it expected, the types it got, and the line of the user's
 * program that called it.
 */
public final class OpException extends IllegalArgumentException {

    /** Whose lines are not the user's: the packages that record ops, and those that call the code of layers. */
    private static final List<String> OWN = List.of(
            "dev.plumb.ops.",
            "dev.plumb.engine.",
            "dev.plumb.layer.",
            "dev.plumb.compile.",
            "dev.plumb.train.",
            "dev.plumb.runtime.",
            "dev.plumb.graph.",
            "java.");

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
        return new OpException(message(name(op) + problem, operands), refused);
    }

    private static String name(Op op) {
        if (op instanceof Elementwise elementwise) {
            return op.label() + " " + elementwise.function();
        }
        return op instanceof Reduce reduce ? op.label() + " " + reduce.function() : op.label();
    }

    private static String message(String problem, List<Var> operands) {
        String types =
                operands.stream().map(operand -> operand.type().toString()).collect(Collectors.joining(", "));
        String got = types.isEmpty() ? "" : "\n  operands: " + types;
        return problem
                + got
                + SourceLine.outside(OpException::isOwn)
                        .map(line -> "\n  at " + line)
                        .orElse("");
    }

    static boolean isOwn(String className) {
        return OWN.stream().anyMatch(className::startsWith);
    }
}
