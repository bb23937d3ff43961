package dev.plumb.engine.pass;

import dev.plumb.engine.Program;
import dev.plumb.ops.op.Binary;
import dev.plumb.ops.op.BinaryFunction;
import dev.plumb.ops.op.Convolution;
import dev.plumb.ops.op.ElementFunction;
import dev.plumb.ops.op.Elementwise;
import dev.plumb.ops.op.Fused;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.MatMul;
import dev.plumb.ops.op.Op;
import dev.plumb.ops.op.PostOp;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Does element-wise ops within the op before them, if nobody else reads what is between: activations and residual sums in
 * products and convolutions, chains of arithmetic in one element-wise op.
 */
public record FusePostOps() implements Pass {
    /** Each operand of a chain stays in memory until all of it is done; oneDNN takes 32 at most. */
    private static final int LONGEST_CHAIN = 8;

    /**
     * From so many results on, which do not lie in the second cache any more, a product reads another array slower than a pass of its own does. Everything else is
     * fused whatever its size: docs/benchmarks.md, "Fusion", has the numbers.
     */
    private static final int LARGE_PRODUCT = 1 << 18;

    /**
     * What makes a number of NaN as a post-op, like the maximum and the minimum of two. These begin a chain: where they have their operand
     * in memory, NaN can be brought back from there. Clipping may also end one after a convolution.
     */
    private static final Set<ElementFunction> LOSE_NAN =
            EnumSet.of(ElementFunction.CLIP, ElementFunction.HARDSIGMOID, ElementFunction.EXP);

    @Override
    public Program apply(Program program) {
        Uses uses = new Uses(program);
        Rewriting rewriting = new Rewriting();
        for (Instruction instruction : program.instructions()) {
            Instruction current = fused(program, uses, rewriting, instruction);
            rewriting.add(current, takesPostOps(current.op()));
        }
        return program.withInstructions(rewriting.finish());
    }

    private static Instruction fused(Program program, Uses uses, Rewriting rewriting, Instruction instruction) {
        for (int position = 0; position < instruction.inputs().size(); position++) {
            int between = instruction.inputs().get(position);
            Instruction producer = rewriting.producer(between);
            if (producer == null
                    || !uses.isSingle(between)
                    || readsLargeArray(program, producer, instruction, position)) {
                continue;
            }
            Optional<List<PostOp>> postOps = isClippedConvolution(producer, instruction)
                    ? Optional.of(List.of(new PostOp.Apply((Elementwise) instruction.op())))
                    : asPostOps(instruction.op(), position);
            if (postOps.isPresent()
                    && chain(producer).size() + postOps.get().size() <= LONGEST_CHAIN
                    && program.value(between)
                            .type()
                            .equals(program.value(instruction.output()).type())) {
                rewriting.remove(between);
                return fuse(producer, postOps.get(), instruction, position);
            }
        }
        return instruction;
    }

    /** Whether a product would have a large array as an operand of what follows it. */
    private static boolean readsLargeArray(Program program, Instruction producer, Instruction consumer, int position) {
        return isProduct(producer.op())
                && consumer.inputs().size() == 2
                && program.value(consumer.inputs().get(1 - position)).type().elements() >= LARGE_PRODUCT;
    }

    private static boolean isProduct(Op op) {
        Op base = op instanceof Fused fused ? fused.base() : op;
        return base instanceof MatMul || base instanceof Convolution;
    }

    /** Kernels look after NaN there: it comes from the operands. */
    private static boolean isClippedConvolution(Instruction producer, Instruction instruction) {
        Op base = producer.op() instanceof Fused fused ? fused.base() : producer.op();
        return base instanceof Convolution && isClipping(instruction.op());
    }

    private static boolean isClipping(Op op) {
        return op instanceof Elementwise function && function.function() == ElementFunction.CLIP;
    }

    private static List<PostOp> chain(Instruction instruction) {
        return instruction.op() instanceof Fused fused ? fused.postOps() : List.of();
    }

    private static Instruction fuse(Instruction producer, List<PostOp> postOps, Instruction consumer, int position) {
        Fused before = producer.op() instanceof Fused fused ? fused : new Fused(producer.op(), false, List.of());
        List<PostOp> chain = new ArrayList<>(before.postOps());
        chain.addAll(postOps);
        List<Integer> inputs = new ArrayList<>(producer.inputs());
        if (consumer.inputs().size() == 2) {
            inputs.add(consumer.inputs().get(1 - position));
        }
        return new Instruction(new Fused(before.base(), before.bias(), chain), inputs, consumer.outputs());
    }

    private static boolean takesPostOps(Op op) {
        return op instanceof MatMul
                || op instanceof Convolution
                || op instanceof Binary
                || (op instanceof Fused fused && !endsClipped(fused))
                || (op instanceof Elementwise function && function.function().isFusible());
    }

    private static boolean endsClipped(Fused op) {
        return op.base() instanceof Convolution
                && !op.postOps().isEmpty()
                && op.postOps().get(op.postOps().size() - 1) instanceof PostOp.Apply last
                && isClipping(last.elementwise());
    }

    /** What an op does to the operand at a position, said as post-ops, if it can be. */
    private static Optional<List<PostOp>> asPostOps(Op op, int position) {
        if (op instanceof Elementwise function) {
            return !function.function().isFusible() || LOSE_NAN.contains(function.function())
                    ? Optional.empty()
                    : Optional.of(List.of(new PostOp.Apply(function)));
        }
        if (!(op instanceof Binary binary)) {
            return Optional.empty();
        }
        if (binary.function() == BinaryFunction.MAXIMUM || binary.function() == BinaryFunction.MINIMUM) {
            return Optional.empty();
        }
        if (position == 0) {
            return combine(binary.function());
        }
        return switch (binary.function()) {
            case ADD, MULTIPLY, EQUAL, NOT_EQUAL -> combine(binary.function());
            // a - x = -x + a
            case SUBTRACT ->
                Optional.of(List.of(
                        new PostOp.Apply(new Elementwise(ElementFunction.LINEAR, -1, 0)),
                        new PostOp.Combine(BinaryFunction.ADD)));
            case GREATER -> combine(BinaryFunction.LESS);
            case GREATER_OR_EQUAL -> combine(BinaryFunction.LESS_OR_EQUAL);
            case LESS -> combine(BinaryFunction.GREATER);
            case LESS_OR_EQUAL -> combine(BinaryFunction.GREATER_OR_EQUAL);
            case MAXIMUM, MINIMUM, DIVIDE -> Optional.empty();
        };
    }

    private static Optional<List<PostOp>> combine(BinaryFunction function) {
        return Optional.of(List.of(new PostOp.Combine(function)));
    }
}
