package dev.plumb.engine.plan;

import dev.plumb.engine.Program;
import java.util.List;

/** All providers of a plan as one: the first that has kernels for some work makes them. */
final class KernelMakers implements KernelMaker {

    private final KernelList kernels;
    private final List<KernelMaker> makers;

    KernelMakers(List<KernelProvider> providers, Program program, KernelList kernels) {
        this.kernels = kernels;
        this.makers = providers.stream()
                .map(provider -> provider.start(program, kernels, this))
                .toList();
    }

    @Override
    public boolean make(Work work) {
        for (KernelMaker maker : makers) {
            KernelList.Mark mark = kernels.mark();
            if (maker.make(work)) {
                return true;
            }
            kernels.takeBack(mark);
        }
        return false;
    }

    @Override
    public void finish() {
        makers.forEach(KernelMaker::finish);
    }
}
