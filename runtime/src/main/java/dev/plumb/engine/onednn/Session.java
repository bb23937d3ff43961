package dev.plumb.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.dnnl_format_tag_any;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_strides;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_tag;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_equal;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_set_data_handle;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_scratchpad_mode;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_scratchpad_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reorder_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_scratchpad_mode_user;

import dev.plumb.dsl.DType;
import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Storage;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Pointer;

/**
 * Makes kernels for one plan. All of them share one scratchpad, which exists after {@link #finish()}: oneDNN's own belongs to
 * the thread that made a primitive, but a plan may run on any.
 */
final class Session {

    private final Natives natives = new Natives();
    private final List<dnnl_memory> scratchpads = new ArrayList<>();
    private final List<List<Storage>> scratchpadOwners = new ArrayList<>();
    private long scratchpadBytes;

    /**
     * An argument of a primitive.
     *
     * @param index which, a {@code DNNL_ARG_…} number
     * @param descriptor its layout
     * @param storage the memory
     * @param offset of the first element in bytes
     */
    record Argument(int index, dnnl_memory_desc descriptor, Storage storage, long offset) {

        static Argument of(int index, dnnl_memory_desc descriptor, Slot slot) {
            return new Argument(index, descriptor, slot.storage(), slot.offset());
        }
    }

    /** Makes a primitive's descriptor: fills the pointer and returns oneDNN's status. */
    interface Description {
        int create(dnnl_primitive_desc descriptor);
    }

    Natives natives() {
        return natives;
    }

    dnnl_memory_desc descriptor(Layout layout) {
        dnnl_memory_desc descriptor = new dnnl_memory_desc();
        Natives.check(
                dnnl_memory_desc_create_with_strides(
                        descriptor,
                        layout.sizes().size(),
                        layout.sizeArray(),
                        dataType(layout.dtype()),
                        layout.strideArray()),
                layout.toString());
        return natives.own(descriptor);
    }

    /** The same sizes in the layout that oneDNN likes best. */
    dnnl_memory_desc anyLayout(Layout layout) {
        dnnl_memory_desc descriptor = new dnnl_memory_desc();
        Natives.check(
                dnnl_memory_desc_create_with_tag(
                        descriptor,
                        layout.sizes().size(),
                        layout.sizeArray(),
                        dataType(layout.dtype()),
                        dnnl_format_tag_any),
                layout.toString());
        return natives.own(descriptor);
    }

    /** Attributes with the scratchpad given by us. */
    dnnl_primitive_attr attributes() {
        dnnl_primitive_attr attributes = new dnnl_primitive_attr();
        Natives.check(dnnl_primitive_attr_create(attributes), "attributes");
        Natives.check(dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user), "attributes");
        return natives.own(attributes);
    }

    dnnl_primitive_desc describe(String label, Description description) {
        dnnl_primitive_desc descriptor = new dnnl_primitive_desc();
        Natives.check(description.create(descriptor), label);
        return natives.own(descriptor);
    }

    /** The layout that a primitive chose. */
    dnnl_memory_desc query(dnnl_primitive_desc descriptor, int what) {
        return dnnl_primitive_desc_query_md(descriptor, what, 0);
    }

    static boolean equal(dnnl_memory_desc left, dnnl_memory_desc right) {
        return dnnl_memory_desc_equal(left, right) != 0;
    }

    /** Memory for a layout that oneDNN chose. */
    Storage allocate(dnnl_memory_desc descriptor) {
        return Storage.allocate(dnnl_memory_desc_get_size(descriptor));
    }

    Kernel kernel(String label, dnnl_primitive_desc descriptor, List<Argument> arguments) {
        dnnl_primitive primitive = new dnnl_primitive();
        Natives.check(dnnl_primitive_create(primitive, descriptor), label);
        natives.own(primitive);
        dnnl_memory_desc scratchpad = query(descriptor, dnnl_query_scratchpad_md);
        long bytes = scratchpad == null ? 0 : dnnl_memory_desc_get_size(scratchpad);
        int count = arguments.size() + (bytes > 0 ? 1 : 0);
        dnnl_exec_arg_t array = new dnnl_exec_arg_t(count);
        List<Storage> storages = new ArrayList<>();
        for (int index = 0; index < arguments.size(); index++) {
            Argument argument = arguments.get(index);
            Pointer data = argument.storage().pointer(argument.offset());
            array.getPointer(index).arg(argument.index());
            array.getPointer(index).memory(memory(argument.descriptor(), data));
            storages.add(argument.storage());
        }
        if (bytes > 0) {
            dnnl_memory memory = memory(scratchpad, new Pointer());
            array.getPointer(arguments.size()).arg(DNNL_ARG_SCRATCHPAD);
            array.getPointer(arguments.size()).memory(memory);
            scratchpads.add(memory);
            scratchpadOwners.add(storages);
            scratchpadBytes = Math.max(scratchpadBytes, bytes);
        }
        return new PrimitiveKernel(label, natives, primitive, count, array, storages);
    }

    /** Copies between layouts of the same sizes. */
    Kernel reorder(
            String label,
            dnnl_memory_desc from,
            Storage source,
            long sourceOffset,
            dnnl_memory_desc to,
            Storage target,
            long targetOffset) {
        dnnl_primitive_desc descriptor = describe(
                label,
                pointer -> dnnl_reorder_primitive_desc_create(
                        pointer, from, natives.engine(), to, natives.engine(), attributes()));
        return kernel(
                label,
                descriptor,
                List.of(
                        new Argument(dnnl.DNNL_ARG_FROM, from, source, sourceOffset),
                        new Argument(dnnl.DNNL_ARG_TO, to, target, targetOffset)));
    }

    /** Gives every kernel made so far its scratchpad. */
    void finish() {
        if (scratchpads.isEmpty()) {
            return;
        }
        Storage shared = Storage.allocate(scratchpadBytes);
        for (int index = 0; index < scratchpads.size(); index++) {
            Natives.check(dnnl_memory_set_data_handle(scratchpads.get(index), shared.pointer(0)), "scratchpad");
            scratchpadOwners.get(index).add(shared);
        }
        scratchpads.clear();
        scratchpadOwners.clear();
    }

    private dnnl_memory memory(dnnl_memory_desc descriptor, Pointer data) {
        dnnl_memory memory = new dnnl_memory();
        Natives.check(dnnl_memory_create(memory, descriptor, natives.engine(), data), "memory");
        return natives.own(memory);
    }

    private static int dataType(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> dnnl.dnnl_f32;
            case INT32 -> dnnl.dnnl_s32;
            case BOOL -> dnnl.dnnl_u8;
        };
    }
}
