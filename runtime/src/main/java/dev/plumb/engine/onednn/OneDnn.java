package dev.plumb.engine.onednn;

import dev.plumb.engine.Program;
import dev.plumb.engine.plan.KernelList;
import dev.plumb.engine.plan.KernelMaker;
import dev.plumb.engine.plan.KernelProvider;

/** Kernels of the oneDNN library. Keeps the primitives that were used last, for all plans that it makes kernels for. */
public final class OneDnn implements KernelProvider {

    private static final int CAPACITY = 1024;

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

    /** The same with oneDNN's reference implementations: hundreds of times slower, but for every op and processor. For the end of a list of providers. */
    public OneDnn withReferences() {
        return new OneDnn(cache, References.ACCEPTED);
    }

    /** How many primitives were prepared so far. */
    public long primitivesPrepared() {
        return cache.prepared();
    }

    @Override
    public KernelMaker start(Program program, KernelList kernels, KernelMaker whole) {
        return new OneDnnKernels(new Session(cache, references), program, kernels, whole);
    }
}
