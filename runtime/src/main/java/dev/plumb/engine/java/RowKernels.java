package dev.plumb.engine.java;

import dev.plumb.engine.Program;
import dev.plumb.engine.plan.Aliases;
import dev.plumb.engine.plan.KernelList;
import dev.plumb.engine.plan.KernelMaker;
import dev.plumb.engine.plan.KernelProvider;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Fused;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.LayerNormalization;
import dev.plumb.ops.op.MatMul;
import dev.plumb.ops.op.Op;
import dev.plumb.ops.op.PostOp;
import dev.plumb.ops.op.Softmax;
import java.util.List;

/**
 * The products of a single row that are too large for {@link SmallKernels}, in plain Java and with the bits that oneDNN gives: for a process that predicts so little that to load oneDNN takes longer. Where these bits are not
 * known, there are no kernels. Holds no state.
 */
public final class RowKernels implements KernelProvider {
    /** Of a matrix, which the Java heap has once more: a few of them are a part of its limit. */
    private static final long MOST_BYTES =
            Math.min(4L << 20, Runtime.getRuntime().maxMemory() / 16);

    /** Whether the program may have kernels of this and {@link SmallKernels} alone: a look at its ops, before memory is planned for it. */
    public static boolean mayRun(Program program) {
        for (Instruction instruction : program.instructions()) {
            if (!mayRun(instruction, program)) {
                return false;
            }
        }
        return true;
    }

    private static boolean mayRun(Instruction instruction, Program program) {
        Op op = instruction.op();
        return op instanceof MatMul
                || (op instanceof Fused fused && fused.base() instanceof MatMul)
                || op instanceof Softmax
                || op instanceof LayerNormalization
                || (!instruction.inputs().isEmpty()
                        && Aliases.isView(
                                op, program.value(instruction.inputs().get(0)).type()));
    }

    @Override
    public KernelMaker start(Program program, KernelList kernels, KernelMaker whole) {
        return work -> make(work, kernels);
    }

    private static boolean make(Work work, KernelList kernels) {
        if (work.isStep() || work.prologue() || !OneDnnRows.areKnown()) {
            return false;
        }
        if (work.op() instanceof MatMul product) {
            return add(product, false, List.of(), work, kernels);
        }
        return work.op() instanceof Fused fused
                && fused.base() instanceof MatMul product
                && add(product, fused.bias(), fused.postOps(), work, kernels);
    }

    private static boolean add(MatMul op, boolean hasBias, List<PostOp> postOps, Work work, KernelList kernels) {
        ArrayType matrix = work.input(1).type();
        if (op.transposeA() || op.transposeB() || matrix.rank() != 2 || matrix.narrow() || !work.isStable(1)) {
            return false;
        }
        int inner = matrix.size(0);
        int columns = matrix.size(1);
        boolean hasRelu = isRelu(postOps);
        if (inner == 0
                || inner > RowProduct.MOST_INNER
                || work.input(0).type().elements() != inner
                || matrix.bytes() > MOST_BYTES
                || (hasBias && !work.isStable(2))
                || (!postOps.isEmpty() && !hasRelu)) {
            return false;
        }
        RowProduct product = new RowProduct(work, inner, columns, hasBias, hasRelu);
        kernels.resources().count(matrix.bytes());
        Slot bias = hasBias ? work.input(2) : null;
        kernels.add(JavaKernels.task(work, () -> product.copy(work.input(1), bias)), true);
        kernels.add(JavaKernels.task(work, product::run), false);
        return true;
    }

    private static boolean isRelu(List<PostOp> postOps) {
        return postOps.size() == 1
                && postOps.get(0) instanceof PostOp.Apply apply
                && apply.elementwise().isPlainRelu();
    }
}
