package dev.plumb.engine.onednn;

import dev.plumb.engine.Program;
import dev.plumb.engine.plan.KernelList;
import dev.plumb.engine.plan.KernelMaker;
import dev.plumb.engine.plan.KernelProvider;

/** Kernels of the oneDNN library. */
public final class OneDnn implements KernelProvider {

    @Override
    public KernelMaker start(Program program, KernelList kernels, KernelMaker whole) {
        return new OneDnnKernels(program, kernels, whole);
    }
}
