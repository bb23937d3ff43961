package dev.plumb.compile;

import dev.plumb.engine.java.JavaKernels;
import dev.plumb.engine.onednn.OneDnn;
import dev.plumb.engine.plan.KernelProvider;
import java.util.List;

/** Who makes the kernels of every plan. */
public final class KernelProviders {

    private static final List<KernelProvider> STANDARD = standard(OneDnn.create());

    private KernelProviders() {}

    /** oneDNN, and plain Java for what it lacks. */
    public static List<KernelProvider> standard() {
        return STANDARD;
    }

    private static List<KernelProvider> standard(OneDnn oneDnn) {
        return List.of(oneDnn, new JavaKernels(), oneDnn.withReferences());
    }
}
