package dev.plumb.engine.plan;

import dev.plumb.engine.Program;

/** Where kernels come from: a library or code of our own. A plan gets a list of them; what one declines goes to the next. Thread safe. */
public interface KernelProvider {

    /**
     * Starts on the kernels of one plan.
     *
     * @param program what the plan runs
     * @param kernels where the kernels go
     * @param whole all of the plan's providers, for work that is only a part of what this one does
     */
    KernelMaker start(Program program, KernelList kernels, KernelMaker whole);
}
