package dev.plumb.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_default_flags;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;
import static org.bytedeco.dnnl.global.dnnl.dnnl_unimplemented;

import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Pointer;

/**
 * The process-wide engine, one plan's stream, and every native object that the plan made. They are destroyed when this is
 * unreachable, so each kernel keeps it.
 */
final class Natives {

    private static final Cleaner CLEANER = Cleaner.create();
    private static final dnnl_engine ENGINE = createEngine();

    private final dnnl_stream stream = new dnnl_stream();
    private final Release release = new Release(new ArrayList<>(), stream);

    Natives() {
        check(dnnl_stream_create(stream, ENGINE, dnnl_stream_default_flags), "stream");
        CLEANER.register(this, release);
    }

    dnnl_engine engine() {
        return ENGINE;
    }

    dnnl_stream stream() {
        return stream;
    }

    /** Takes a native object over. */
    <P extends Pointer> P own(P pointer) {
        release.pointers().add(pointer);
        return pointer;
    }

    /**
     * Throws {@link UnsupportedPrimitive} if oneDNN has no implementation, {@link IllegalStateException} for any other
     * failure.
     */
    static void check(int status, String what) {
        if (status == dnnl_unimplemented) {
            throw new UnsupportedPrimitive(what);
        }
        if (status != dnnl_success) {
            throw new IllegalStateException("oneDNN refuses " + what + " with status " + status);
        }
    }

    private static dnnl_engine createEngine() {
        dnnl_engine engine = new dnnl_engine();
        check(dnnl_engine_create(engine, dnnl_cpu, 0), "engine");
        return engine;
    }

    /** Thrown while a plan is prepared; the caller takes another way. */
    static final class UnsupportedPrimitive extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnsupportedPrimitive(String what) {
            super("oneDNN has no implementation of " + what);
        }
    }

    private record Release(List<Pointer> pointers, dnnl_stream stream) implements Runnable {
        @Override
        public void run() {
            for (int index = pointers.size() - 1; index >= 0; index--) {
                destroy(pointers.get(index));
            }
            dnnl.dnnl_stream_destroy(stream);
        }

        private static void destroy(Pointer pointer) {
            if (pointer instanceof dnnl_primitive primitive) {
                dnnl.dnnl_primitive_destroy(primitive);
            } else if (pointer instanceof dnnl_primitive_desc descriptor) {
                dnnl.dnnl_primitive_desc_destroy(descriptor);
            } else if (pointer instanceof dnnl_memory memory) {
                dnnl.dnnl_memory_destroy(memory);
            } else if (pointer instanceof dnnl_memory_desc descriptor) {
                dnnl.dnnl_memory_desc_destroy(descriptor);
            } else if (pointer instanceof dnnl_primitive_attr attributes) {
                dnnl.dnnl_primitive_attr_destroy(attributes);
            }
        }
    }
}
