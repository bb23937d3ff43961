package dev.plumb.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;

import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.Storage;
import java.lang.ref.Reference;
import java.util.function.Supplier;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_stream;

/** A primitive bound to memory. */
final class PrimitiveKernel implements Kernel {

    /** Made when it is asked for: a plan has thousands of kernels. */
    private final Supplier<String> label;

    private final Natives natives;
    private final dnnl_primitive primitive;
    private final String implementation;
    private final dnnl_stream stream;
    private final int count;
    private final dnnl_exec_arg_t arguments;
    /** Memory that the arguments point into. */
    private final Storage[] storages;

    PrimitiveKernel(
            Supplier<String> label,
            Natives natives,
            Primitive primitive,
            int count,
            dnnl_exec_arg_t arguments,
            Storage[] storages) {
        this.label = label;
        this.natives = natives;
        this.primitive = primitive.handle();
        this.implementation = primitive.implementation();
        this.stream = natives.stream();
        this.count = count;
        this.arguments = arguments;
        this.storages = storages;
    }

    @Override
    public void run() {
        int status;
        try {
            status = dnnl_primitive_execute(primitive, stream, count, arguments);
        } finally {
            Reference.reachabilityFence(natives);
            Reference.reachabilityFence(storages);
        }
        if (status != dnnl_success) {
            throw new IllegalStateException(label() + " failed with oneDNN status " + status);
        }
    }

    @Override
    public String label() {
        return label.get();
    }

    @Override
    public String implementation() {
        return implementation;
    }
}
