package dev.plumb.engine.onednn;

import dev.plumb.engine.plan.Slot;
import dev.plumb.ops.op.BinaryFunction;
import dev.plumb.ops.op.PostOp;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows an op within its primitive, with its memory.
 *
 * @param bias a vector over the last axis that is added first, or null
 * @param postOps in order
 * @param operands one per {@link PostOp.Combine}
 */
record Epilogue(@Nullable Slot bias, List<PostOp> postOps, List<Slot> operands) {

    static final Epilogue NONE = new Epilogue(null, List.of(), List.of());

    /** This with one post-op before all others; it has no operand. */
    Epilogue after(PostOp.Apply first) {
        return after(List.of(first), List.of());
    }

    /** This with some post-ops before all others, and their operands. */
    Epilogue after(List<PostOp> first, List<Slot> firstOperands) {
        List<PostOp> longer = new ArrayList<>(first);
        longer.addAll(postOps);
        List<Slot> more = new ArrayList<>(firstOperands);
        more.addAll(operands);
        return new Epilogue(bias, longer, more);
    }

    /** The same with the bias, if there is one, as the first post-op. */
    Epilogue withBiasAsPostOp() {
        if (bias == null) {
            return this;
        }
        Epilogue others = new Epilogue(null, postOps, operands);
        return others.after(List.of(new PostOp.Combine(BinaryFunction.ADD)), List.of(bias));
    }

    /** The first post-ops. */
    Epilogue upTo(int end) {
        return new Epilogue(bias, postOps.subList(0, end), operands.subList(0, combines(end)));
    }

    /** The post-ops from one on, without the bias. */
    Epilogue from(int begin) {
        return new Epilogue(
                null, postOps.subList(begin, postOps.size()), operands.subList(combines(begin), operands.size()));
    }

    private int combines(int end) {
        return (int) postOps.subList(0, end).stream()
                .filter(PostOp.Combine.class::isInstance)
                .count();
    }
}
