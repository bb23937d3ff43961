package dev.plumb.ops;

import dev.plumb.ops.op.Binary;
import dev.plumb.ops.op.BinaryFunction;
import dev.plumb.ops.op.ElementFunction;
import dev.plumb.ops.op.Elementwise;
import dev.plumb.ops.op.ElementwiseBackward;
import dev.plumb.ops.op.Op;
import dev.plumb.ops.op.Power;
import dev.plumb.ops.op.Reduce;
import java.util.Locale;

/** What usually helps where an op makes numbers that are not finite. */
final class NonFiniteHints {
    private NonFiniteHints() {}

    /** An op in a few words. */
    static String name(Op op) {
        if (op instanceof Elementwise elementwise) {
            return words(elementwise.function());
        }
        if (op instanceof ElementwiseBackward backward) {
            return "the derivative of " + words(backward.forward().function());
        }
        if (op instanceof Binary binary) {
            return words(binary.function());
        }
        return op instanceof Reduce reduce ? words(reduce.function()) : op.label();
    }

    private static String words(Enum<?> function) {
        return function.name().toLowerCase(Locale.ROOT);
    }

    /** Advice, or nothing. */
    static String of(NonFinite found) {
        Op op = found.forward().map(NonFinite.Forward::op).orElse(found.op());
        boolean isGradient = found.forward().isPresent();
        if (op instanceof Elementwise elementwise) {
            return of(elementwise.function(), isGradient);
        }
        if (op instanceof Binary binary && binary.function() == BinaryFunction.DIVIDE) {
            return "the divisor is 0, or close to it: add a small number to it, x.dividedBy(y.plus(1e-7f))";
        }
        if (op instanceof Power) {
            return "a power of 0 or of a negative base: keep the base positive, x.maximum(1e-7f).pow(y)";
        }
        return "the numbers became too large: a smaller learning rate, inputs of about -1 to 1, a normalization before it";
    }

    private static String of(ElementFunction function, boolean isGradient) {
        return switch (function) {
            case LOG, LOG1P ->
                "the logarithm of 0 or less: add a small number before, x.plus(1e-7f).log(); on a softmax take logSoftmax";
            case SQRT ->
                isGradient
                        ? "the slope of a root is infinite at 0: add a small number before, x.plus(1e-7f).sqrt()"
                        : "the root of a negative number: x.maximum(0).sqrt()";
            case POW ->
                "a division by 0, or a power of a base that is 0 or negative: keep the base away from there, x.plus(1e-7f)";
            case EXP, EXPM1 ->
                "e to a large number: subtract the largest before, or take softmax and logSumExp, which do so themselves";
            default ->
                "the numbers became too large: a smaller learning rate, inputs of about -1 to 1, a normalization before it";
        };
    }
}
