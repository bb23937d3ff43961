package dev.plumb.engine.onednn;

import dev.plumb.engine.plan.PlanResources;
import dev.plumb.engine.plan.Storage;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/** The argument arrays of a plan's kernels, many in one piece of memory: an allocation for each would cost more than filling it. */
final class ArgumentArrays {

    private static final int PIECE = 1 << 14;
    private static final int ARGUMENT_BYTES = Loader.sizeof(dnnl_exec_arg_t.class);

    private final PlanResources resources;
    private @Nullable Storage piece;
    private long used;

    ArgumentArrays(PlanResources resources) {
        this.resources = resources;
    }

    /** Room for so many arguments, which exists as long as the plan's other memory. */
    dnnl_exec_arg_t take(int count) {
        long bytes = (long) count * ARGUMENT_BYTES;
        Storage current = piece;
        if (current == null || used + bytes > current.bytes()) {
            current = resources.allocate(Math.max(PIECE, bytes));
            piece = current;
            used = 0;
        }
        dnnl_exec_arg_t array = new dnnl_exec_arg_t(current.pointer(used));
        used += bytes;
        return array;
    }
}
