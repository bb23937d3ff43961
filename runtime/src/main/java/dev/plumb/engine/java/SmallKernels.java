package dev.plumb.engine.java;

import dev.plumb.engine.Program;
import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.KernelList;
import dev.plumb.engine.plan.KernelMaker;
import dev.plumb.engine.plan.KernelProvider;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.Fused;
import dev.plumb.ops.op.LayerNormalization;
import dev.plumb.ops.op.MatMul;
import dev.plumb.ops.op.Op;
import dev.plumb.ops.op.Softmax;
import java.util.List;
import java.util.Optional;

/**
 * Kernels in plain Java for work so small that a call of native code costs more than the work: the products, the softmax and the normalization of one to a few examples. Comes
 * before the library whose calls it saves. Holds no state.
 */
public final class SmallKernels implements KernelProvider {

    @Override
    public KernelMaker start(Program program, KernelList kernels, KernelMaker whole) {
        return work -> make(work, kernels);
    }

    private static boolean make(Work work, KernelList kernels) {
        if (work.isStep() || work.prologue()) {
            return false;
        }
        Op op = work.op();
        if (op instanceof MatMul product) {
            return SmallProduct.add(product, false, List.of(), work, kernels);
        } else if (op instanceof Fused fused && fused.base() instanceof MatMul product) {
            return SmallProduct.add(product, fused.bias(), fused.postOps(), work, kernels);
        } else if (op instanceof Softmax softmax) {
            return add(SmallSoftmax.kernel(softmax, work), kernels);
        } else if (op instanceof LayerNormalization normalization) {
            return add(SmallNormalization.kernel(normalization, work), kernels);
        }
        return false;
    }

    private static boolean add(Optional<Kernel> kernel, KernelList kernels) {
        kernel.ifPresent(made -> kernels.add(made, false));
        return kernel.isPresent();
    }
}
