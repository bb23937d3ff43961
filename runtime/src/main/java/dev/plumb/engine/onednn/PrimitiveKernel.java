package dev.plumb.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;

import dev.plumb.engine.plan.Kernel;
import java.lang.ref.Reference;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_stream;

/** A primitive bound to memory. */
final class PrimitiveKernel implements Kernel {

    private final Label label;

    /** Keeps the memory that the arguments point into. */
    private final Natives natives;

    private final dnnl_primitive primitive;
    private final String implementation;
    private final dnnl_stream stream;
    private final int count;
    private final dnnl_exec_arg_t arguments;

    PrimitiveKernel(Label label, Natives natives, Primitive primitive, int count, dnnl_exec_arg_t arguments) {
        this.label = label;
        this.natives = natives;
        this.primitive = primitive.handle();
        this.implementation = primitive.implementation();
        this.stream = natives.stream();
        this.count = count;
        this.arguments = arguments;
    }

    @Override
    public void run() {
        int status;
        try {
            status = dnnl_primitive_execute(primitive, stream, count, arguments);
        } finally {
            Reference.reachabilityFence(natives);
        }
        if (status != dnnl_success) {
            throw new IllegalStateException(label() + " failed with oneDNN status " + status);
        }
    }

    @Override
    public String label() {
        return label.toString();
    }

    @Override
    public String implementation() {
        return implementation;
    }
}
