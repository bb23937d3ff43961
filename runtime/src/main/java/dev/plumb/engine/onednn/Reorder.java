package dev.plumb.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_reorder_primitive_desc_create;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/** Copies between layouts of the same sizes. */
sealed interface Reorder extends Description {

    /** Between two layouts of ours. */
    record Move(Layout from, Layout to) implements Reorder {
        @Override
        public int describe(Temporaries natives, dnnl_primitive_desc target) {
            return create(natives, target, natives.descriptor(from), natives.descriptor(to));
        }
    }

    /** From a layout of ours to the one that a primitive chose for an argument. */
    record Pack(Layout plain, Description reader, int argument) implements Reorder {
        @Override
        public int describe(Temporaries natives, dnnl_primitive_desc target) {
            return create(natives, target, natives.descriptor(plain), natives.layoutOf(reader, argument));
        }

        /** Written out for the sake of a quick start: docs/architecture.md. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Pack pack
                    && argument == pack.argument
                    && plain.equals(pack.plain)
                    && reader.equals(pack.reader);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * plain.hashCode() + reader.hashCode()) + argument;
        }
    }

    /** From the layout that a primitive chose for a result to one of ours. */
    record Unpack(Description writer, int argument, Layout plain) implements Reorder {
        @Override
        public int describe(Temporaries natives, dnnl_primitive_desc target) {
            return create(natives, target, natives.layoutOf(writer, argument), natives.descriptor(plain));
        }
    }

    private static int create(
            Temporaries natives, dnnl_primitive_desc target, dnnl_memory_desc from, dnnl_memory_desc to) {
        return dnnl_reorder_primitive_desc_create(
                target, from, natives.engine(), to, natives.engine(), natives.attributes());
    }
}
