package dev.plumb.engine.onednn;

import dev.plumb.engine.plan.Kernel;

/** A kernel that any thread of a team may run: no further one joins it. */
final class OneThreadKernel implements Kernel {
    private static final OpenMp ONE = OpenMp.of(1);

    private final Kernel kernel;

    OneThreadKernel(Kernel kernel) {
        this.kernel = kernel;
    }

    @Override
    public void run() {
        ONE.run();
        kernel.run();
    }

    @Override
    public String label() {
        return kernel.label();
    }

    @Override
    public String implementation() {
        return kernel.implementation();
    }
}
