package dev.plumb.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_equal;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_set_data_handle;

import dev.plumb.engine.plan.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * oneDNN's objects for the arrays of one plan: one for each place and layout, however many kernels read or write it. To make them is a third
 * of the work of planning many small steps.
 */
final class MemoryObjects {
    private final Natives natives;
    private final Map<Operand, dnnl_memory_desc> layouts = new HashMap<>();
    /** Different layouts, by the bytes that they take. */
    private final Map<Long, List<dnnl_memory_desc>> distinct = new HashMap<>();

    private final Map<Place, dnnl_memory> objects = new HashMap<>();
    private final Map<Primitive, dnnl_memory> scratchpads = new HashMap<>();
    private final List<dnnl_memory> homeless = new ArrayList<>();
    private long scratchpadBytes;

    /** An argument of a primitive, which has a layout. */
    private record Operand(Primitive primitive, int argument) {
        /** Written out for the sake of a quick start: docs/architecture.md. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Operand operand
                    && argument == operand.argument
                    && primitive.equals(operand.primitive);
        }

        @Override
        public int hashCode() {
            return 31 * primitive.hashCode() + argument;
        }
    }

    /** Where something lies, and how: a layout by the address of the one that stands for its equals. */
    private record Place(long layout, long address) {
        /** Written out for the sake of a quick start: docs/architecture.md. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Place place && layout == place.layout && address == place.address;
        }

        @Override
        public int hashCode() {
            return 31 * Long.hashCode(layout) + Long.hashCode(address);
        }
    }

    MemoryObjects(Natives natives) {
        this.natives = natives;
    }

    /** The object of an argument that lies there. The plan holds the primitive. */
    dnnl_memory of(Primitive primitive, int argument, Storage storage, long offset) {
        dnnl_memory_desc layout = layouts.computeIfAbsent(new Operand(primitive, argument), this::layout);
        return objects.computeIfAbsent(new Place(layout.address(), storage.address() + offset), place -> {
            natives.keep(storage);
            return natives.memory(layout, storage.pointer(offset));
        });
    }

    private dnnl_memory_desc layout(Operand operand) {
        dnnl_memory_desc layout = operand.primitive().layout(operand.argument());
        List<dnnl_memory_desc> alike =
                distinct.computeIfAbsent(dnnl_memory_desc_get_size(layout), size -> new ArrayList<>());
        for (dnnl_memory_desc other : alike) {
            if (dnnl_memory_desc_equal(layout, other) != 0) {
                return other;
            }
        }
        alike.add(layout);
        return layout;
    }

    /** The object of a primitive's scratchpad, which has memory after {@link #shareScratchpad}. */
    dnnl_memory scratchpad(Primitive primitive) {
        return scratchpads.computeIfAbsent(primitive, user -> {
            dnnl_memory memory = natives.memory(user.layout(DNNL_ARG_SCRATCHPAD), new Pointer());
            homeless.add(memory);
            scratchpadBytes = Math.max(scratchpadBytes, user.scratchpadBytes());
            return memory;
        });
    }

    /** The object of a scratchpad that has this memory. */
    dnnl_memory scratchpad(Primitive primitive, Storage own) {
        natives.keep(own);
        return natives.memory(primitive.layout(DNNL_ARG_SCRATCHPAD), own.pointer(0));
    }

    /** How much memory scratchpads that have none yet need; 0 if all have. */
    long missingScratchpad() {
        return homeless.isEmpty() ? 0 : scratchpadBytes;
    }

    /** Gives all scratchpads that have no memory yet the same. */
    void shareScratchpad(Storage shared) {
        for (dnnl_memory memory : homeless) {
            Natives.check(dnnl_memory_set_data_handle(memory, shared.pointer(0)), "scratchpad");
        }
        homeless.clear();
    }
}
