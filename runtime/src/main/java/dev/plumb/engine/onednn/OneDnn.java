package dev.plumb.engine.onednn;

import dev.plumb.engine.Program;
import dev.plumb.engine.plan.KernelList;
import dev.plumb.engine.plan.KernelMaker;
import dev.plumb.engine.plan.KernelProvider;
import dev.plumb.engine.plan.Work;
import org.jspecify.annotations.Nullable;

/** Kernels of the oneDNN library. Plans that it makes kernels for share their primitives. */
public final class OneDnn implements KernelProvider {

    /** What a plan has that is dropped before a similar one is made. */
    private static final int CAPACITY = Integer.getInteger("cap", 64);

    private final PrimitiveCache cache;
    private final References references;

    private OneDnn(PrimitiveCache cache, References references) {
        this.cache = cache;
        this.references = references;
    }

    /** With an empty cache, and without oneDNN's reference implementations: what has no other is declined. */
    public static OneDnn create() {
        return new OneDnn(new PrimitiveCache(CAPACITY), References.REFUSED);
    }

    /**
     * The same with oneDNN's reference implementations: hundreds of times slower, but there for every op on every processor. For the end
     * of a list of providers.
     */
    public OneDnn withReferences() {
        return new OneDnn(cache, References.ACCEPTED);
    }

    /** How many primitives were prepared so far. */
    public long primitivesPrepared() {
        return cache.prepared();
    }

    @Override
    public KernelMaker start(Program program, KernelList kernels, KernelMaker whole) {
        return new Late(program, kernels, whole);
    }

    /** Takes what a plan needs of oneDNN when there is work for it. */
    private final class Late implements KernelMaker {

        private final Program program;
        private final KernelList kernels;
        private final KernelMaker whole;
        private @Nullable OneDnnKernels maker;

        Late(Program program, KernelList kernels, KernelMaker whole) {
            this.program = program;
            this.kernels = kernels;
            this.whole = whole;
        }

        @Override
        public boolean make(Work work) {
            OneDnnKernels made = maker;
            if (made == null) {
                made = new OneDnnKernels(new Session(cache, references, kernels.resources()), program, kernels, whole);
                maker = made;
            }
            return made.make(work);
        }

        @Override
        public void finish() {
            if (maker != null) {
                maker.finish();
            }
        }
    }
}
