package dev.plumb.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_equal;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_exec_arg_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_impl_info_str;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_scratchpad_md;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Prepared code for one description, bound to no memory. Plans share it, from any thread. It counts those that hold it and is destroyed
 * when the last one lets go.
 */
final class Primitive {

    private final dnnl_primitive_desc descriptor;
    private final dnnl_primitive primitive = new dnnl_primitive();
    private final String implementation;
    private final long bytes;
    private final long scratchpadBytes;
    private int holders = 1;

    private Primitive(dnnl_primitive_desc descriptor, String implementation, long bytes) {
        this.bytes = bytes;
        this.descriptor = descriptor;
        this.implementation = implementation;
        Natives.check(dnnl_primitive_create(primitive, descriptor), implementation);
        dnnl_memory_desc scratchpad = dnnl_primitive_desc_query_md(descriptor, dnnl_query_scratchpad_md, 0);
        this.scratchpadBytes = scratchpad == null ? 0 : dnnl_memory_desc_get_size(scratchpad);
    }

    /**
     * Prepares a primitive; the caller holds it.
     *
     * @param threads among how many it divides its work
     * @throws Natives.UnsupportedPrimitive if oneDNN has none, or only its reference implementation and that does not do
     */
    static Primitive prepare(Description description, int threads, References references) {
        OpenMp.use(threads);
        dnnl_primitive_desc descriptor = new dnnl_primitive_desc();
        try (Temporaries temporaries = new Temporaries()) {
            Natives.check(description.describe(temporaries, descriptor), description);
        }
        try {
            String implementation = implementation(descriptor);
            if (!references.accept(description, implementation)) {
                throw new Natives.UnsupportedPrimitive(description + " but " + implementation);
            }
            return new Primitive(descriptor, implementation, description.primitiveBytes());
        } catch (RuntimeException failed) {
            Natives.destroy(descriptor);
            throw failed;
        }
    }

    private static String implementation(dnnl_primitive_desc descriptor) {
        try (PointerPointer<BytePointer> result = new PointerPointer<>(1)) {
            Natives.check(dnnl_primitive_desc_query(descriptor, dnnl_query_impl_info_str, 0, result), "a name");
            return result.get(BytePointer.class, 0).getString();
        }
    }

    dnnl_primitive handle() {
        return primitive;
    }

    /** oneDNN's name of the code, such as {@code jit:avx512_core}. */
    String implementation() {
        return implementation;
    }

    /** About how much memory it takes. */
    long bytes() {
        return bytes;
    }

    /** How much memory it needs beside its arguments while it runs. */
    long scratchpadBytes() {
        return scratchpadBytes;
    }

    /** The layout of an argument, a {@code DNNL_ARG_…} number. Valid while this is held. */
    dnnl_memory_desc layout(int argument) {
        return dnnl_primitive_desc_query_md(descriptor, dnnl_query_exec_arg_md, argument);
    }

    /** Whether an argument lies as it was described, and not as oneDNN chose. */
    boolean hasLayout(int argument, Layout layout) {
        try (Temporaries temporaries = new Temporaries()) {
            return dnnl_memory_desc_equal(layout(argument), temporaries.descriptor(layout)) != 0;
        }
    }

    /** Whether an argument lies as that of another primitive. */
    boolean hasLayoutOf(Primitive other, int argument) {
        return dnnl_memory_desc_equal(layout(argument), other.layout(argument)) != 0;
    }

    long bytes(int argument) {
        return dnnl_memory_desc_get_size(layout(argument));
    }

    /** One holder more. */
    synchronized void hold() {
        if (holders == 0) {
            throw new IllegalStateException("destroyed already");
        }
        holders++;
    }

    /** Whether there is more than one holder. */
    synchronized boolean isShared() {
        return holders > 1;
    }

    /** One holder less. */
    synchronized void letGo() {
        holders--;
        if (holders == 0) {
            Natives.destroy(primitive);
            Natives.destroy(descriptor);
        }
    }
}
