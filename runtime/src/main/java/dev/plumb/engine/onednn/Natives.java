package dev.plumb.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_default_flags;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;
import static org.bytedeco.dnnl.global.dnnl.dnnl_unimplemented;

import dev.plumb.engine.plan.PlanResources;
import dev.plumb.engine.plan.Storage;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
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
 * The process-wide engine, and what one plan has of oneDNN: a stream, the memory objects that bind primitives to the plan's arrays, a
 * share in the primitives. It is given back when the plan is closed, or when this is unreachable, so each kernel keeps it.
 */
final class Natives {

    private static final Cleaner CLEANER = Cleaner.create();
    private static final dnnl_engine ENGINE = createEngine();
    /** Of a memory object and its copy of the layout. */
    private static final int MEMORY_BYTES = 1 << 11;

    private final dnnl_stream stream = new dnnl_stream();
    private final Memories memories = new Memories();
    private final List<Primitive> primitives = new ArrayList<>();
    /** The plan's own memory, in which the kernels' arguments lie. */
    private final PlanResources resources;
    /** What the memory objects point to; each once. */
    private final Set<Storage> storages = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Objects of the plan that owns these. */
    Natives(PlanResources resources) {
        this.resources = resources;
        check(dnnl_stream_create(stream, ENGINE, dnnl_stream_default_flags), "stream");
        Cleaner.Cleanable release = CLEANER.register(this, new Release(memories, primitives, stream));
        resources.whenClosed(release::clean);
    }

    static dnnl_engine engine() {
        return ENGINE;
    }

    dnnl_stream stream() {
        return stream;
    }

    /** A memory object of this layout over some bytes, to be destroyed with this. */
    dnnl_memory memory(dnnl_memory_desc layout, Pointer data) {
        dnnl_memory memory = new dnnl_memory();
        check(dnnl.dnnl_memory_create(memory, layout, ENGINE, data), "memory");
        memories.add(memory.address());
        resources.count(MEMORY_BYTES);
        return memory;
    }

    /** Keeps memory reachable for as long as this is. */
    void keep(Storage storage) {
        storages.add(storage);
    }

    /** Takes a primitive over that the caller holds. */
    void keep(Primitive primitive) {
        primitives.add(primitive);
        resources.count(primitive.bytes());
    }

    /**
     * Throws {@link UnsupportedPrimitive} if oneDNN has no implementation, {@link IllegalStateException} for any other
     * failure.
     */
    static void check(int status, Object what) {
        if (status == dnnl_unimplemented) {
            throw new UnsupportedPrimitive(what.toString());
        }
        if (status != dnnl_success) {
            throw new IllegalStateException("oneDNN refuses " + what + " with status " + status);
        }
    }

    static void destroy(Pointer pointer) {
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
        } else {
            throw new IllegalArgumentException("not an object of oneDNN: " + pointer);
        }
    }

    private static dnnl_engine createEngine() {
        // Primitives are kept by our own cache, which knows who uses them: oneDNN's would keep a thousand of those that
        // plans dropped.
        check(dnnl.dnnl_set_primitive_cache_capacity(0), "a cache without primitives");
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

    /** Addresses of memory objects: a plan has some ten thousand, and an object of Java for each would be much. */
    private static final class Memories {
        private long[] addresses = new long[64];
        private int count;

        void add(long address) {
            if (count == addresses.length) {
                addresses = Arrays.copyOf(addresses, 2 * count);
            }
            addresses[count++] = address;
        }

        void destroy() {
            for (int index = 0; index < count; index++) {
                dnnl.dnnl_memory_destroy(new dnnl_memory(new Address(addresses[index])));
            }
            count = 0;
        }
    }

    private static final class Address extends Pointer {
        Address(long address) {
            this.address = address;
        }
    }

    private record Release(Memories memories, List<Primitive> primitives, dnnl_stream stream) implements Runnable {
        @Override
        public void run() {
            memories.destroy();
            primitives.forEach(Primitive::letGo);
            dnnl.dnnl_stream_destroy(stream);
        }
    }
}
