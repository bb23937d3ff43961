package dev.plumb.engine.plan;

import dev.plumb.engine.Program;
import dev.plumb.ops.op.AllGather;
import dev.plumb.ops.op.Loop;
import java.util.ArrayList;
import java.util.List;

/** All providers of a plan as one: the first that has kernels for some work makes them. A loop is a plan of its own, made with all of them; what parts of a batch tell each other goes by
 * none of them. */
final class KernelMakers implements KernelMaker {

    private final KernelList kernels;
    private final List<KernelProvider> providers;
    private final boolean sharing;
    private final List<KernelMaker> makers;

    /** Of a plan whose arrays share places or not. */
    KernelMakers(List<KernelProvider> providers, boolean sharing, Program program, KernelList kernels) {
        this.kernels = kernels;
        this.providers = providers;
        this.sharing = sharing;
        this.makers = new ArrayList<>(providers.size());
        for (KernelProvider provider : providers) {
            makers.add(provider.start(program, kernels, this));
        }
    }

    @Override
    public boolean make(Work work) {
        if (work.op() instanceof Loop loop) {
            LoopKernel.add(loop, work, providers, sharing, kernels);
            return true;
        }
        if (work.op() instanceof AllGather gather) {
            kernels.add(new GatherKernel(gather, work), false);
            return true;
        }
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
        for (KernelMaker maker : makers) {
            maker.finish();
        }
    }
}
