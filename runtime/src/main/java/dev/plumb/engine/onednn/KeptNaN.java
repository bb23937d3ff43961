package dev.plumb.engine.onednn;

import dev.plumb.ops.op.BinaryFunction;
import dev.plumb.ops.op.ElementFunction;
import dev.plumb.ops.op.Elementwise;
import dev.plumb.ops.op.PostOp;
import java.util.ArrayList;
import java.util.List;

/**
 * How functions are computed so that NaN stays NaN. oneDNN's code for x86 compares by {@code maxps} and {@code minps}, which answer with
 * their second operand if one is NaN: of ReLU and clipping that is the constant. Two things help, and change no bit of other results.
 *
 * <p>Where the operand lies in memory, a maximum or minimum with it as the second operand brings NaN back; it changes nothing else if the
 * function is nowhere smaller, or larger, than its operand. That is a kernel with one more operand, which lies in the cache.
 *
 * <p>A ReLU within a product has no operand in memory. It is computed as {@code |x min(max(c x, 0), 1)|} with so large a c that the factor
 * is 0 or 1: three instructions more for each vector of results, against some thirty of an ELU with slope 0, which would do as well. A
 * product that is minus infinity becomes NaN by it.
 */
final class KeptNaN {

    private static final PostOp MAXIMUM = new PostOp.Combine(BinaryFunction.MAXIMUM);
    private static final PostOp MINIMUM = new PostOp.Combine(BinaryFunction.MINIMUM);
    private static final PostOp RELU = apply(ElementFunction.RELU, 0, 0);

    private KeptNaN() {}

    /** Post-ops as oneDNN gets them. */
    static List<PostOp> chain(List<PostOp> postOps) {
        if (!postOps.contains(RELU)) {
            return postOps;
        }
        List<PostOp> longer = new ArrayList<>();
        for (PostOp postOp : postOps) {
            if (postOp.equals(RELU)) {
                longer.add(apply(ElementFunction.HARDSWISH, Float.MAX_VALUE, 0));
                // It makes -0 of what is negative, this makes 0 of it.
                longer.add(apply(ElementFunction.ABS, 0, 0));
            } else {
                longer.add(postOp);
            }
        }
        return longer;
    }

    /**
     * A function as chains of post-ops, each over the result of the one before; the operand of what they combine is what they begin with.
     * None if the function keeps NaN by itself.
     */
    static List<List<PostOp>> chains(Elementwise op) {
        float a = op.alpha();
        float b = op.beta();
        return switch (op.function()) {
            case RELU -> a == 0 ? List.of(atLeast(0)) : List.of();
            // e^x > x
            case EXP -> List.of(List.of(new PostOp.Apply(op), MAXIMUM));
            case CLIP -> List.of(atMost(b), atLeast(a));
            case HARDSIGMOID -> List.of(List.of(apply(ElementFunction.LINEAR, a, b)), atMost(1), atLeast(0));
            default -> List.of();
        };
    }

    private static List<PostOp> atMost(float limit) {
        return List.of(apply(ElementFunction.CLIP, -Float.MAX_VALUE, limit), MINIMUM);
    }

    private static List<PostOp> atLeast(float limit) {
        return List.of(apply(ElementFunction.CLIP, limit, Float.MAX_VALUE), MAXIMUM);
    }

    private static PostOp apply(ElementFunction function, float alpha, float beta) {
        return new PostOp.Apply(new Elementwise(function, alpha, beta));
    }
}
